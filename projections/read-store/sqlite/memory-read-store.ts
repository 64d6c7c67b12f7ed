import { DatabaseSync } from 'node:sqlite';
import { catalogue, SqliteReadStore } from './sqlite-read-store.js';
import { writerOn } from './writer.js';

/** Read models of one replay: they are gone with it. */
export class MemoryReadStore extends SqliteReadStore {
  constructor() {
    const db = new DatabaseSync(':memory:', { returnArrays: true });
    db.exec(catalogue);
    super(db, writerOn(db));
  }
}
