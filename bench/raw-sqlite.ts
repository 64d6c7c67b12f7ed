/** Measures SQLite alone on this machine. It is the ceiling for the event store. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A survey event as the log stores it: data and metadata as JSON text of the usual size. */
const row = (i: number): readonly [string, string, string] => [
  randomUUID(),
  JSON.stringify({
    aspectId: 'quality-of-life',
    rowId: `row-${i % 20}`,
    answer: {
      hasEService: true,
      steps: ['submit-request', 'pay'],
      channels: ['website', 'other'],
      otherChannel: 'ไลน์ของเทศบาล',
      yearlyUsers: i,
    },
  }),
  JSON.stringify({
    schemaVersion: 1,
    time: '2026-01-01T00:00:00.000Z',
    actor: { sub: 'lao.03120102', role: 'lao', laoCode: '03120102' },
    correlationId: '5f2b7a52-0d0e-5b0a-9c60-3c9f0d0b8a11',
    commandId: '0c6a8d4e-6f0e-5d1b-8a35-9b1f6e2d7c40',
    command: 'SaveAspect',
    commandHash: 'c'.repeat(64),
    hash: 'd'.repeat(64),
  }),
];

/** Events/s of bare inserts into a table like the log's, WAL, flushed at every commit. */
export const rawAppendCeiling = ({
  eventsPerTransaction,
  seconds,
  directory,
}: {
  readonly eventsPerTransaction: number;
  readonly seconds: number;
  readonly directory: string;
}): number => {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `raw-${randomUUID()}.sqlite`);
  const db = new DatabaseSync(file);
  try {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
        type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, UNIQUE (stream, revision)) STRICT`);
    const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)');
    const rows = Array.from({ length: 1000 }, (_, i) => row(i));
    const start = performance.now();
    let count = 0;
    while (performance.now() - start < seconds * 1000) {
      const stream = `survey-2565.${count}`;
      db.exec('BEGIN IMMEDIATE');
      for (let i = 0; i < eventsPerTransaction; i += 1) {
        const [id, data, metadata] = rows[count % rows.length]!;
        count += 1;
        insert.run(count, stream, i, id, 'AnswerRecorded', data, metadata);
      }
      db.exec('COMMIT');
    }
    return count / ((performance.now() - start) / 1000);
  } finally {
    db.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  }
};

/** Events/s of reading the whole log `file` in pages of 1000, data and metadata parsed. */
export const rawReadCeiling = ({ file }: { readonly file: string }): number => {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const page = db.prepare('SELECT * FROM events WHERE position > ? ORDER BY position LIMIT 1000');
    const start = performance.now();
    let count = 0;
    let position = 0;
    for (;;) {
      const rows = page.all(position) as { position: number; data: string; metadata: string }[];
      if (rows.length === 0) return count / ((performance.now() - start) / 1000);
      for (const { data, metadata } of rows) {
        JSON.parse(data);
        JSON.parse(metadata);
      }
      count += rows.length;
      position = rows.at(-1)!.position;
    }
  } finally {
    db.close();
  }
};
