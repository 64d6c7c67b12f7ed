import { DatabaseSync } from 'node:sqlite';
import { catalogue, SqliteReadStore } from './sqlite-read-store.js';
import { writerOn } from './writer.js';

/** Read models of one replay: they are gone with it. What is too much for SQLite's cache lies in a temporary file of its own. */
export class MemoryReadStore extends SqliteReadStore {
  constructor() {
    const db = new DatabaseSync('', { returnArrays: true });
    db.exec(
      `PRAGMA page_size = 16384; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; ${catalogue}`,
    );
    super(db, writerOn(db));
  }
}
