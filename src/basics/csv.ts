import { stringify } from 'csv-stringify/sync';

/** Without it, Excel reads the file as Windows-874 and shows wrong Thai characters. */
export const BYTE_ORDER_MARK = '\ufeff';

/** Text that a spreadsheet would run as a formula. Cells contain text that users typed, so it must stay text. */
const formula = /^[\s]*[=+\-@]|^[\t\r\n]/;

/** A code of the directory. Excel would read it as a number, and drop its leading zeros. */
export interface Code {
  readonly code: string;
}
export type CsvCell = string | Code;

/** The one formula that this system writes: a text of digits, which spreadsheets show as it is. */
const codeText = (code: string): string => {
  if (!/^\d*$/.test(code)) throw new Error(`not a code of the directory: ${code}`);
  return `="${code}"`;
};

const cellText = (cell: CsvCell): string => {
  if (typeof cell !== 'string') return codeText(cell.code);
  return formula.test(cell) ? `'${cell}` : cell;
};

/** RFC 4180, in the form that Excel opens. A part of a file: the file begins with the byte order mark. */
export const csvLines = (rows: readonly (readonly CsvCell[])[]): string =>
  stringify(
    rows.map((row) => row.map(cellText)),
    { record_delimiter: 'windows', quoted_match: /[\r\n]/ },
  );

/** A whole file. */
export const toCsv = (rows: readonly (readonly CsvCell[])[]): string => BYTE_ORDER_MARK + csvLines(rows);
