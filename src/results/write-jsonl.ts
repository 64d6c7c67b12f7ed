import { closing, type ResultTable } from './result-table.js';

/** One JSON object for each row, and a last one with the single member `end`. */
export async function* writeJsonl(table: ResultTable): AsyncGenerator<string> {
  let count = 0;
  for await (const rows of table.batches) {
    count += rows.length;
    yield rows
      .map((row) => `${JSON.stringify(Object.fromEntries(table.columns.map(({ id }) => [id, row[id]])))}\n`)
      .join('');
  }
  yield `${JSON.stringify({ end: closing(table, count) })}\n`;
}
