import { toCsv } from '../../../src/basics/csv.js';
import { formatCount } from '../i18n/language.js';
import { percent } from './numbers.js';

/** A cell: a text, or a number with the text that the screen shows; `to` leads to what is behind it. */
export type Cell = string | LinkedCell;
export interface LinkedCell {
  readonly text: string;
  readonly to?: string | undefined;
  /** As a file holds it; null where there is none. Absent for a text. */
  readonly number?: number | null;
}

/** A number of LAOs, services or people. */
export const count = (number: number, to?: string): LinkedCell => ({ number, text: formatCount(number), to });
export const share = (number: number | null): LinkedCell => ({ number, text: percent(number) });

/** The table twin of a chart: what the screen shows and what a file holds. The first cell of a row names it. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly id: string; readonly cells: readonly Cell[] }[];
}

const fileText = (cell: Cell): string => {
  if (typeof cell === 'string') return cell;
  if (cell.number === undefined) return cell.text;
  return cell.number === null ? '' : String(Math.round(cell.number * 10_000) / 10_000);
};

const lines = ({ columns, rows }: Table): readonly (readonly string[])[] => [
  columns,
  ...rows.map(({ cells }) => cells.map(fileText)),
];

/** The table as a file. Its last lines say what it is about. */
export const csvOf = (table: Table, about: readonly string[]): string =>
  toCsv([...lines(table), ...about.map((line) => [line])]);
