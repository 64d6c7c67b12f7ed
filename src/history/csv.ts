/** Excel takes a file without it for Windows-874 and garbles Thai. */
const BYTE_ORDER_MARK = '\ufeff';

/** What a spreadsheet would run as a formula. What people typed stands in these cells, so it must stay text. */
const formula = /^[\s]*[=+\-@]|^[\t\r\n]/;

const cell = (value: string): string => {
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** RFC 4180, as Excel opens it. */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
