import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { People } from '../people.js';

/** Names in a SQLite file of their own, beside the log. */
export class SqlitePeople extends People {
  private readonly db: DatabaseSync;
  private readonly upsert: StatementSync;
  private readonly select: StatementSync;

  constructor(file: string) {
    super();
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    this.db = new DatabaseSync(file);
    this.db.exec(
      'PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS people (sub TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;',
    );
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
