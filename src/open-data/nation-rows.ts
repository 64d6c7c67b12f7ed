import { createInterface } from 'node:readline';
import type { ReadStream } from 'node:fs';
import type { FlatRow } from '../results/flat.js';

/** The rows of the nation: the first of the aggregates. The rest of the file is not read. */
export const nationRows = async (aggregates: ReadStream): Promise<readonly FlatRow[]> => {
  const rows: FlatRow[] = [];
  for await (const line of createInterface({ input: aggregates })) {
    const row = JSON.parse(line) as FlatRow;
    if (row['level'] !== 'nation') break;
    rows.push(row);
  }
  aggregates.destroy();
  return rows;
};
