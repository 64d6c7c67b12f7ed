import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { BYTE_ORDER_MARK, csvLines } from '../basics/csv.js';
import type { ResultFile } from '../events/campaign-events.js';
import type { FlatRow } from '../results/flat.js';

export const formats = ['csv', 'jsonl'] as const;
type Format = (typeof formats)[number];

/**
 * Writes a table into a file, row by row, and hashes it meanwhile. Codes are plain text here: programs read these files, and the exports
 * are for spreadsheets.
 */
export class ResultFileWriter {
  private readonly hash: Hash = createHash('sha256');
  private bytes = 0;
  private rows = 0;
  private columns: readonly string[] | undefined;

  private constructor(
    private readonly name: string,
    private readonly format: Format,
    private readonly file: FileHandle,
  ) {}

  static async create(path: string, table: string, format: Format): Promise<ResultFileWriter> {
    return new ResultFileWriter(`${table}.${format}`, format, await open(path, 'w'));
  }

  async write(rows: readonly FlatRow[]): Promise<void> {
    if (rows.length === 0) return;
    this.rows += rows.length;
    await this.append(
      this.format === 'csv' ? this.csv(rows) : rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    );
  }

  async end(): Promise<ResultFile> {
    await this.file.sync();
    await this.file.close();
    return { name: this.name, bytes: this.bytes, rows: this.rows, sha256: this.hash.digest('hex') };
  }

  /** After a failure. */
  close(): Promise<void> {
    return this.file.close();
  }

  private csv(rows: readonly FlatRow[]): string {
    const columns = (this.columns ??= Object.keys(rows[0]!));
    const head = this.bytes === 0 ? BYTE_ORDER_MARK + csvLines([columns]) : '';
    return head + csvLines(rows.map((row) => columns.map((column) => cellOf(row[column] ?? null))));
  }

  private async append(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    this.hash.update(bytes);
    this.bytes += bytes.length;
    await this.file.writeFile(bytes);
  }
}

const cellOf = (cell: FlatRow[string]): string => {
  if (cell === null) return '';
  return typeof cell === 'object' ? cell.join(',') : String(cell);
};
