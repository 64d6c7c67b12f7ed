import { ByteWriter, ParquetWriter, schemaFromColumnData, type BasicType } from 'hyparquet-writer';
import { nextTurn } from '../basics/slices.js';
import type { Cell, Column, FlatRow } from './flat.js';
import { closing, type ResultTable } from './result-table.js';

/** Rows that are encoded together. Their columns are in memory at once, and encoding them keeps others waiting. */
const ROWS_A_GROUP = 2_000;

/** Takes what is written piece by piece, so that a file is never in memory as a whole. */
class PieceWriter extends ByteWriter {
  taken(): Uint8Array {
    const piece = this.getBytes().slice();
    this.index = 0;
    return piece;
  }
}

/** Codes and ids as text, numbers as numbers, times as timestamps, lists joined by commas. The footer has what the end of other files has. */
export async function* writeParquet(
  table: ResultTable,
  rowsAGroup = ROWS_A_GROUP,
): AsyncGenerator<Uint8Array> {
  const { columns } = table;
  const schema = schemaFromColumnData({
    columnData: columns.map((column) => ({ name: column.id, type: types[column.kind], data: [] })),
  });
  const writer = new PieceWriter();
  const kvMetadata: { key: string; value: string }[] = [];
  const file = new ParquetWriter({ writer, schema, kvMetadata, createdBy: 'e-Service survey' });
  let waiting: FlatRow[] = [];
  let count = 0;
  const group = (): Uint8Array => {
    const columnData = columns.map((column) => ({
      name: column.id,
      data: waiting.map((row) => valueOf(row[column.id]!, column)),
    }));
    void file.write({ columnData, rowGroupSize: waiting.length });
    count += waiting.length;
    waiting = [];
    return writer.taken();
  };
  for await (const rows of table.batches) {
    waiting.push(...rows);
    if (waiting.length < rowsAGroup) continue;
    yield group();
    await nextTurn();
  }
  if (waiting.length > 0) yield group();
  for (const [key, value] of Object.entries(closing(table, count)))
    kvMetadata.push({ key, value: String(value) });
  void file.finish();
  yield writer.taken();
}

const types: Readonly<Record<Column['kind'], BasicType>> = {
  text: 'STRING',
  code: 'STRING',
  list: 'STRING',
  number: 'DOUBLE',
  time: 'TIMESTAMP',
  'yes-no': 'BOOLEAN',
};

const valueOf = (value: Cell, { kind }: Column): string | number | boolean | Date | null => {
  if (value === null) return null;
  if (kind === 'time') return new Date(String(value));
  return typeof value === 'object' ? value.join(',') : value;
};
