/** Without it, Excel reads the file as Windows-874 and shows wrong Thai characters. */
const BYTE_ORDER_MARK = '\ufeff';

/** Text that a spreadsheet would run as a formula. Cells contain text that users typed, so it must stay text. */
const formula = /^[\s]*[=+\-@]|^[\t\r\n]/;

const cell = (value: string): string => {
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** RFC 4180, in the form that Excel opens. */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
