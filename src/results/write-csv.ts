import { BYTE_ORDER_MARK, csvLines, type CsvCell } from '../basics/csv.js';
import { shownCell, type Column, type FlatRow } from './flat.js';
import { closing, type ResultTable } from './result-table.js';

/** Begins the closing line. No fiscal year, which is what this column holds, looks like it. */
const END = '#end';

/** The column ids, the rows, and a closing line with the number of rows, the log position and its time. */
export async function* writeCsv(table: ResultTable): AsyncGenerator<string> {
  const { columns } = table;
  yield BYTE_ORDER_MARK + csvLines([columns.map(({ id }) => id)]);
  let count = 0;
  for await (const rows of table.batches) {
    count += rows.length;
    yield csvLines(rows.map((row) => columns.map((column) => cell(row, column))));
  }
  const { rows, position, time } = closing(table, count);
  const end = [END, 'rows', String(rows), 'position', position, 'time', time];
  yield csvLines([columns.map((_, index) => end[index] ?? '')]);
}

const cell = (row: FlatRow, column: Column): CsvCell => {
  const shown = String(shownCell(row[column.id]!, column));
  return column.kind === 'code' && shown !== '' ? { code: shown } : shown;
};
