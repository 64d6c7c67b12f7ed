/** Without it, Excel reads the file as Windows-874 and shows wrong Thai characters. */
const BYTE_ORDER_MARK = '\ufeff';

/** Text that a spreadsheet would run as a formula. Cells contain text that users typed, so it must stay text. */
const formula = /^[\s]*[=+\-@]|^[\t\r\n]/;

/** A code of the directory. Excel would read it as a number, and drop its leading zeros. */
export interface Code {
  readonly code: string;
}
export type Cell = string | Code;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The one formula that this system writes: a text of digits, which spreadsheets show as it is. */
const codeCell = (code: string): string => {
  if (!/^\d*$/.test(code)) throw new Error(`not a code of the directory: ${code}`);
  return quoted(`="${code}"`);
};

const cell = (value: Cell): string => {
  if (typeof value !== 'string') return codeCell(value.code);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? quoted(text) : text;
};

/** RFC 4180, in the form that Excel opens. */
export const toCsv = (rows: readonly (readonly Cell[])[]): string =>
  BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
