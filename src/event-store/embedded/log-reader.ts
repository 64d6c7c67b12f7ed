import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { RecordedEvent } from '../../events/recorded-event.js';
import { requireWhole, unreadableRecord } from '../damaged-stream.js';
import type { ReadStreamOptions } from '../event-store.js';
import type { JsonObject } from '../../basics/json.js';

type Row = [bigint, string, bigint, string, string, string, string];

/** The largest integer of SQLite. */
const LAST = 2n ** 63n - 1n;
/**
 * Before every event. The writer counts from 1, but an event inserted by hand may have a smaller position and must not
 * be missed.
 */
export const BEFORE_ALL = -(2n ** 63n);
const columns = 'position, stream, revision, id, type, data, metadata';

/** Reads the log on its own read-only connection. It sees a commit as soon as it is durable. */
export class LogReader {
  private readonly db: DatabaseSync;
  private readonly forwards: StatementSync;
  private readonly backwards: StatementSync;
  private readonly page: StatementSync;
  private readonly last: StatementSync;

  constructor(file: string) {
    this.db = new DatabaseSync(file, { readOnly: true, readBigInts: true, returnArrays: true });
    const stream = `SELECT ${columns} FROM events WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision`;
    this.forwards = this.db.prepare(`${stream} LIMIT ?`);
    this.backwards = this.db.prepare(`${stream} DESC LIMIT ?`);
    this.page = this.db.prepare(
      `SELECT ${columns} FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?`,
    );
    this.last = this.db.prepare('SELECT max(position) FROM events');
  }

  /** @throws DamagedStream */
  readStream(stream: string, options: ReadStreamOptions): RecordedEvent[] {
    const { from, to, direction, limit = -1 } = options;
    const rows =
      direction === 'backwards'
        ? this.backwards.all(stream, to ?? 0n, from ?? LAST, limit)
        : this.forwards.all(stream, from ?? 0n, to ?? LAST, limit);
    const events = rows.map(toEvent);
    requireWhole(stream, events, options);
    return events;
  }

  readPage(after: bigint, upTo: bigint | undefined, pageSize: number): RecordedEvent[] {
    return this.page.all(after, upTo ?? LAST, pageSize).map(toEvent);
  }

  head(): bigint | undefined {
    const row: unknown = this.last.get(); // an array, by `returnArrays`
    const [position] = row as [bigint | null];
    return position ?? undefined;
  }

  close(): void {
    this.db.close();
  }
}

const toEvent = (row: unknown): RecordedEvent => {
  const [position, stream, revision, id, type, data, metadata] = row as Row;
  try {
    return { position, stream, revision, id, type, data: objectOf(data), metadata: objectOf(metadata) };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    return unreadableRecord({ id, stream, revision, position }, 'unreadable');
  }
};

const objectOf = (json: string): JsonObject => {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) throw new TypeError('not an object');
  return value as JsonObject;
};
