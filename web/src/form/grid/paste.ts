import { parseCount } from '../../../../src/basics/count.js';
import type { Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import { layoutOf, type Column } from '../../answers/columns.js';
import { answered, answerHas, isOffered, type RowDraft } from '../../answers/draft.js';
import { yesNoKeys } from '../../answers/fields.js';
import { en } from '../../i18n/en.js';
import { th } from '../../i18n/th.js';
import type { RowView } from '../saving/row-view.js';

/** Why a pasted cell was left out. */
export type PasteProblem = 'mark' | 'count' | 'channel' | 'not-asked' | 'no-column' | 'no-row';

export interface PasteFault {
  /** Of the pasted text, from 1. */
  readonly line: number;
  readonly value: string;
  readonly problem: PasteProblem;
}

export interface Pasted {
  readonly drafts: ReadonlyMap<string, RowDraft>;
  readonly faults: readonly PasteFault[];
}

/** Whether the text has more than one cell. One cell is pasted as any text. */
export const isBlock = (text: string): boolean => /[\t\n]/.test(text.replace(/\r?\n$/, ''));

/** A block of cells as a spreadsheet copies it: lines, with tabs between the cells. */
const cellsIn = (text: string): readonly (readonly string[])[] =>
  text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => line.split('\t').map((cell) => cell.trim()));

/**
 * The drafts after a block was pasted with its first cell at a column of the first of `rows`. An empty cell changes nothing. A
 * cell that cannot be read, or that its row does not ask for, is left out and named; all others are taken.
 */
export const pasted = (
  questionnaire: Questionnaire,
  rows: readonly RowView[],
  position: number,
  text: string,
): Pasted => {
  const columns = layoutOf(questionnaire)
    .groups.flatMap((group) => group.columns)
    .filter((column) => column.position >= position);
  const drafts = new Map<string, RowDraft>();
  const faults: PasteFault[] = [];
  cellsIn(text).forEach((cells, index) => {
    const view = rows[index];
    let draft = view?.draft;
    cells.forEach((value, at) => {
      if (value === '') return;
      const column = columns[at];
      const next =
        !view || !draft ? 'no-row' : column ? withPasted(questionnaire, draft, column, value) : 'no-column';
      if (typeof next === 'string') faults.push({ line: index + 1, value, problem: next });
      else draft = next;
    });
    if (view && draft && draft !== view.draft) drafts.set(view.row.id, draft);
  });
  return { drafts, faults };
};

const withPasted = (
  { channels }: Questionnaire,
  draft: RowDraft,
  column: Column,
  value: string,
): RowDraft | PasteProblem => {
  if ('value' in column) {
    const said = saidBy(column.field.name, value) ?? (isMark(value) ? column.value : undefined);
    if (said === undefined) return 'mark';
    if (column.field.name === 'hasEService') return answerHas(draft, said);
    return isOffered(draft, column.field.name) ? answered(draft, column.field.name, said) : 'not-asked';
  }
  const { field } = column;
  if (!isOffered(draft, field.name)) return 'not-asked';
  if ('choice' in column) {
    if (!isMark(value)) return 'mark';
    const others = draft.steps.filter((id) => id !== column.choice.id);
    return answered(draft, 'steps', [...others, column.choice.id]);
  }
  if (field.name === 'yearlyUsers') {
    return parseCount(value).problem ? 'count' : answered(draft, 'yearlyUsers', value);
  }
  const named = value
    .split(',')
    .map((name) => channels.find((channel) => [channel.titleTh, channel.titleEn].includes(name.trim())));
  const ids = named.flatMap((channel) => channel?.id ?? []);
  return ids.length < named.length ? 'channel' : answered(draft, 'channels', ids);
};

/** A sheet may have been written in the other language. */
const languages = [th, en] as const;

const isMark = (value: string): boolean => /^(x|✓|✔|☑|1|true|มี)$/i.test(value);

/** The words of the field itself also say what is meant, whichever of its columns they are in. */
const saidBy = (field: keyof typeof yesNoKeys, value: string): boolean | undefined => {
  const { yes, no } = yesNoKeys[field];
  if (languages.some((texts) => texts[yes] === value)) return true;
  return languages.some((texts) => texts[no] === value) ? false : undefined;
};
