import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { DataFileError } from '../../data-file-error.js';
import { makeFolder } from '../../make-folder.js';
import { People } from '../people.js';

/** Names in a SQLite file of their own, beside the log. */
export class SqlitePeople extends People {
  private readonly db: DatabaseSync;
  private readonly upsert: StatementSync;
  private readonly select: StatementSync;

  /** @throws DataFileError when the file cannot be written. */
  constructor(file: string) {
    super();
    this.db = openDatabase(file);
    this.upsert = this.db.prepare(
      'INSERT INTO people (sub, name) VALUES (?, ?) ON CONFLICT (sub) DO UPDATE SET name = excluded.name',
    );
    this.select = this.db.prepare('SELECT name FROM people WHERE sub = ?');
  }

  override remember(sub: string, name: string): void {
    if (this.nameOf(sub) !== name) this.upsert.run(sub, name);
  }

  override nameOf(sub: string): string | undefined {
    return (this.select.get(sub) as { readonly name: string } | undefined)?.name;
  }

  override close(): void {
    this.db.close();
  }
}

const openDatabase = (file: string): DatabaseSync => {
  try {
    if (file !== ':memory:') makeFolder(dirname(file));
    const db = new DatabaseSync(file);
    db.exec(
      'PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS people (sub TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;',
    );
    return db;
  } catch (error) {
    throw new DataFileError(file, undefined, `cannot be written (${(error as Error).message})`, {
      cause: error,
    });
  }
};
