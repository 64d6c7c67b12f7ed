import { DatabaseSync } from 'node:sqlite';
import { catalogue, SqliteReadStore } from './sqlite-read-store.js';
import { writerOn } from './writer.js';

/** Read models of one replay, deleted after it. Data that exceeds SQLite's cache goes to a temporary file. */
export class MemoryReadStore extends SqliteReadStore {
  constructor() {
    const db = new DatabaseSync('', { returnArrays: true });
    db.exec(
      `PRAGMA page_size = 16384; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; ${catalogue}`,
    );
    super(db, writerOn(db));
  }
}
