/** What one cell of a flat table holds. A list holds ids of the questionnaire, or texts without a comma. */
export type Cell = string | number | boolean | readonly string[] | null;

/** One line of a flat table, by column id. */
export type FlatRow = Readonly<Record<string, Cell>>;

/** One column of a flat table. Every format shows the same columns in the same order. */
export interface Column {
  readonly id: string;
  readonly titleTh: string;
  /** What the value means, for the sheet of definitions. */
  readonly meaningTh: string;
  /** `code`: digits whose leading zeros count. */
  readonly kind: 'text' | 'code' | 'number' | 'time' | 'yes-no' | 'list';
  /** What a spreadsheet shows for true and false. */
  readonly words?: readonly [yes: string, no: string];
}

/** A value as a spreadsheet shows it. */
export const shownCell = (value: Cell, { words }: Column): string | number => {
  if (value === null) return '';
  if (typeof value === 'boolean') return words ? words[value ? 0 : 1] : String(value);
  return typeof value === 'object' ? value.join(',') : value;
};
