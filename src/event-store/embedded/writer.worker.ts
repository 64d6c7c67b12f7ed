/**
 * The only writer of the log, in its own thread, so that the event loop never waits for the disk. It runs as TypeScript
 * (Node strips the types) and compiled. Therefore it uses erasable syntax only, and imports only Node's own modules.
 */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

export interface WriterOptions {
  readonly file: string;
  readonly maxPages?: number | undefined;
}

/** One append. Data and metadata are JSON text already, because text crosses to a thread faster than objects. */
export interface AppendRequest {
  readonly stream: string;
  readonly expected: bigint | 'no-stream' | 'any';
  readonly ids: readonly string[];
  readonly types: readonly string[];
  readonly data: readonly string[];
  readonly metadata: readonly string[];
}

export interface Failure {
  /** SQLite's result code; undefined for another failure. */
  readonly code: number | undefined;
  readonly message: string;
}

export type AppendOutcome =
  | { readonly revision: number; readonly position: number }
  | { readonly actual: bigint | 'no-stream' }
  | { readonly failure: Failure };

/** `head` is the position of the last event (0: none), `commits` the number of commits since the start. */
export type WriterReply =
  | { readonly opened: { readonly head: number } }
  | { readonly refused: Failure }
  | { readonly outcomes: readonly AppendOutcome[]; readonly head: number; readonly commits: number }
  /** Undefined: the log can be written. */
  | { readonly tried: Failure | undefined };

/** A group of appends to share a commit, a try whether the log can be written, or the end. */
export type WriterMessage = readonly AppendRequest[] | 'try' | 'close';

/** "ESVY": marks a SQLite file as a log of this system. */
const APPLICATION_ID = 0x45535659;
const SCHEMA_VERSION = 1;
/** Limit of remembered stream ends. Beyond it the memory is cleared. A nation has 8,000 streams a year. */
const REMEMBERED_STREAMS = 100_000;

const failureOf = (error: unknown): Failure => ({
  code: (error as { errcode?: number }).errcode,
  message: error instanceof Error ? error.message : String(error),
});

const pragma = (db: DatabaseSync, name: string): number =>
  Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0] as number;

const prepareSchema = (db: DatabaseSync): void => {
  const tables = db.prepare('SELECT count(*) AS count FROM sqlite_schema').get() as { count: number };
  if (tables.count > 0 && pragma(db, 'application_id') !== APPLICATION_ID) {
    throw new Error('it is a database of something else');
  }
  const version = pragma(db, 'user_version');
  if (version > SCHEMA_VERSION) {
    throw new Error(`it was written by a newer version (schema ${version}, known up to ${SCHEMA_VERSION})`);
  }
  if (version === SCHEMA_VERSION) return;
  db.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE events (
      position INTEGER PRIMARY KEY,
      stream TEXT NOT NULL,
      revision INTEGER NOT NULL,
      id TEXT NOT NULL,
      type TEXT NOT NULL,
      data TEXT NOT NULL,
      metadata TEXT NOT NULL,
      UNIQUE (stream, revision)
    ) STRICT;
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${SCHEMA_VERSION};
    COMMIT;`);
};

const openLog = ({ file, maxPages }: WriterOptions): DatabaseSync => {
  const db = new DatabaseSync(file);
  try {
    prepareSchema(db);
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${maxPages}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

const createWriter = (db: DatabaseSync) => {
  const selectHead = db.prepare('SELECT coalesce(max(position), 0) AS position FROM events');
  const selectEnd = db.prepare('SELECT coalesce(max(revision), -1) AS revision FROM events WHERE stream = ?');
  const selectRun = db.prepare(
    'SELECT id, revision, position FROM events WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision',
  );
  const selectIds = db.prepare(
    `SELECT id, revision, position FROM events
     WHERE stream = ? AND id IN (SELECT value FROM json_each(?)) ORDER BY revision`,
  );
  const insert = db.prepare(
    'INSERT INTO events (position, stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  type Place = { id: string; revision: number; position: number };

  const ends = new Map<string, number>();
  let head = (selectHead.get() as { position: number }).position;
  let commits = 0;

  const endOf = (stream: string): number => {
    const known = ends.get(stream);
    if (known !== undefined) return known;
    if (ends.size >= REMEMBERED_STREAMS) ends.clear();
    const { revision } = selectEnd.get(stream) as { revision: number };
    ends.set(stream, revision);
    return revision;
  };

  const alreadyThere = ({ stream, expected, ids }: AppendRequest): Place[] => {
    if (expected === 'any') return selectIds.all(stream, JSON.stringify(ids)) as Place[];
    const first = expected === 'no-stream' ? 0 : Number(expected) + 1;
    return selectRun.all(stream, first, first + ids.length - 1) as Place[];
  };

  const isWholeAppend = (places: readonly Place[], ids: readonly string[]): boolean =>
    places.length === ids.length &&
    places.every(({ id, revision }, i) => id === ids[i] && revision === places[0]!.revision + i);

  const write = (request: AppendRequest): AppendOutcome => {
    const { stream, expected, ids, types, data, metadata } = request;
    const end = endOf(stream);
    const actual = end < 0 ? 'no-stream' : BigInt(end);
    // An append at the end of its stream cannot be a retry; any other may be one.
    if (expected !== actual && actual !== 'no-stream') {
      const places = alreadyThere(request);
      const last = places.at(-1);
      if (last && isWholeAppend(places, ids)) return { revision: last.revision, position: last.position };
      if (expected !== 'any' || last) return { actual };
    }
    if (expected !== actual && expected !== 'any') return { actual };
    for (let i = 0; i < ids.length; i += 1) {
      insert.run(head + i + 1, stream, end + i + 1, ids[i]!, types[i]!, data[i]!, metadata[i]!);
    }
    head += ids.length;
    ends.set(stream, end + ids.length);
    return { revision: end + ids.length, position: head };
  };

  const writeGroup = (group: readonly AppendRequest[]): AppendOutcome[] => {
    const headBefore = head;
    try {
      db.exec('BEGIN IMMEDIATE');
      const outcomes = group.map(write);
      db.exec('COMMIT');
      if (head > headBefore) commits += 1;
      return outcomes;
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      head = headBefore;
      ends.clear();
      // Each append is tried alone, so that one that is too large for the disk does not fail the others.
      return group.length === 1
        ? [{ failure: failureOf(error) }]
        : group.flatMap((request) => writeGroup([request]));
    }
  };

  return (group: readonly AppendRequest[]): WriterReply => ({ outcomes: writeGroup(group), head, commits });
};

/**
 * Writes without changing anything: an event that is taken back asks for room in the file, and the schema's version, written as it is, goes
 * through the journal to the disk.
 */
const tryToWrite = (db: DatabaseSync): Failure | undefined => {
  try {
    db.exec('BEGIN IMMEDIATE');
    db.prepare(
      `INSERT INTO events (position, stream, revision, id, type, data, metadata)
       SELECT coalesce(max(position), 0) + 1, '', 0, '', '', printf('%.*c', 8192, ' '), '' FROM events`,
    ).run();
    db.exec('ROLLBACK');
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    return undefined;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    return failureOf(error);
  }
};

const reply = (message: WriterReply): void => parentPort!.postMessage(message);

try {
  const db = openLog(workerData as WriterOptions);
  const write = createWriter(db);
  parentPort!.on('message', (message: WriterMessage) => {
    if (message === 'try') return reply({ tried: tryToWrite(db) });
    if (message !== 'close') return reply(write(message));
    db.close();
    parentPort!.close();
  });
  reply({
    opened: {
      head: Number(db.prepare('SELECT coalesce(max(position), 0) AS head FROM events').get()!['head']),
    },
  });
} catch (error) {
  reply({ refused: failureOf(error) });
}
