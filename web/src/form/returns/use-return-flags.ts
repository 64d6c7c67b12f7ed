import type { SurveyForm } from '../../api/types.js';
import { useKeptTexts } from '../../hooks/use-kept-texts.js';
import { useMe } from '../../session/session.js';

/** The rows that an officer wants corrected, each with a note, which may be empty. */
export interface ReturnFlags {
  readonly rows: ReadonlyMap<string, string>;
  readonly flag: (rowId: string, note: string) => void;
  readonly unflag: (rowId: string) => void;
  readonly clear: () => void;
}

/** They belong to one certification; a later one begins without flags. */
export const useReturnFlags = (form: SurveyForm): ReturnFlags => {
  const { sub } = useMe();
  const { texts: rows, keep } = useKeptTexts(
    `flags ${sub} ${form.fiscalYear} ${form.lao.code} ${form.certifiedAt}`,
  );
  return {
    rows,
    flag: (rowId, note) => keep(new Map(rows).set(rowId, note)),
    unflag: (rowId) => keep(new Map([...rows].filter(([id]) => id !== rowId))),
    clear: () => keep(new Map()),
  };
};
