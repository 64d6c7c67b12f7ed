import type { ObjectionNote } from '../../../../src/events/survey-events.js';
import type { Return, SurveyForm } from '../../api/types.js';
import { useKeptTexts } from '../../hooks/use-kept-texts.js';
import { useMe } from '../../session/session.js';

/** An objection of the last return that was not corrected. Without a row: the survey as a whole. */
export interface OpenObjection {
  readonly rowId: string | null;
  /** What the province says about the row. */
  readonly note: string | null;
  /** The server knows whether anything changed in the survey as a whole, so that note is asked for only after a refusal. */
  readonly required: boolean;
}

export interface ObjectionNotes {
  readonly open: readonly OpenObjection[];
  readonly textOf: (rowId: string | null) => string;
  readonly write: (rowId: string | null, text: string) => void;
  /** What the certification sends. */
  readonly notes: readonly ObjectionNote[];
  readonly clear: () => void;
}

const WHOLE = '';

/** What the LAO says about objections that it did not correct. The texts belong to one return. */
export const useObjectionNotes = (form: SurveyForm, returned: Return | null): ObjectionNotes => {
  const { sub } = useMe();
  const { texts, keep } = useKeptTexts(`notes ${sub} ${form.fiscalYear} ${form.lao.code} ${returned?.at}`);
  const textOf = (rowId: string | null): string => texts.get(rowId ?? WHOLE) ?? '';
  const open = openIn(returned);
  return {
    open,
    textOf,
    write: (rowId, text) => keep(new Map(texts).set(rowId ?? WHOLE, text)),
    notes: open.map(({ rowId }) => ({ rowId, note: textOf(rowId).trim() })).filter(({ note }) => note !== ''),
    clear: () => keep(new Map()),
  };
};

const openIn = (returned: Return | null): readonly OpenObjection[] => {
  if (!returned) return [];
  if (returned.rows.length === 0) return [{ rowId: null, note: null, required: false }];
  return returned.rows
    .filter(({ changed }) => !changed)
    .map(({ rowId, note }) => ({ rowId, note, required: true }));
};
