import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { ReadStoreUnavailable } from '../../basics/read-store-unavailable.js';
import type { Actor } from '../../events/actor.js';
import { openDataFile } from '../../sqlite/open-data-file.js';
import { TokenStore, type StoredToken } from '../token-store.js';

/** `FULL`: a token that was revoked before a power cut must not come back after it. */
const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS tokens (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    sub TEXT NOT NULL,
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    createdAt INTEGER NOT NULL,
    expiresAt INTEGER NOT NULL,
    lastUsedAt INTEGER,
    resting INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS tokens_sub ON tokens (sub);`;

const columns = 'id, hash, actor, name, createdAt, expiresAt, lastUsedAt, resting';

interface Row extends Omit<StoredToken, 'actor' | 'resting'> {
  readonly actor: string;
  readonly resting: number;
}

/** The personal tokens of one process, in a SQLite file beside the log. */
export class SqliteTokenStore extends TokenStore {
  private readonly db: DatabaseSync;

  /** @throws DataFileError when the file cannot be written. */
  constructor(file: string) {
    super();
    this.db = openDataFile(file, (db) => db.exec(schema));
  }

  override async add(token: StoredToken): Promise<void> {
    const { id, hash, actor, name, createdAt, expiresAt, lastUsedAt, resting } = token;
    this.run('DELETE FROM tokens WHERE expiresAt <= ?', createdAt);
    this.run(
      `INSERT INTO tokens (sub, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[
        actor.sub,
        id,
        hash,
        JSON.stringify(actor),
        name,
        createdAt,
        expiresAt,
        lastUsedAt,
        Number(resting),
      ],
    );
  }

  override async find(hash: string, now: number): Promise<StoredToken | undefined> {
    return this.all(`SELECT ${columns} FROM tokens WHERE hash = ? AND expiresAt > ?`, hash, now)[0];
  }

  override async list(sub: string, now: number): Promise<readonly StoredToken[]> {
    const newestFirst = 'ORDER BY createdAt DESC, id';
    return this.all(`SELECT ${columns} FROM tokens WHERE sub = ? AND expiresAt > ? ${newestFirst}`, sub, now);
  }

  override async revoke(sub: string, id: string): Promise<boolean> {
    return this.run('DELETE FROM tokens WHERE sub = ? AND id = ?', sub, id) === 1;
  }

  override async used(id: string, at: number): Promise<void> {
    this.run('UPDATE tokens SET lastUsedAt = max(ifnull(lastUsedAt, 0), ?) WHERE id = ?', at, id);
  }

  override async confirm(actor: Actor): Promise<void> {
    this.run('UPDATE tokens SET actor = ?, resting = 0 WHERE sub = ?', JSON.stringify(actor), actor.sub);
  }

  override async rest(sub: string): Promise<void> {
    this.run('UPDATE tokens SET resting = 1 WHERE sub = ?', sub);
  }

  override async close(): Promise<void> {
    this.db.close();
  }

  private run(sql: string, ...parameters: readonly SQLInputValue[]): number {
    return attempt(() => Number(this.db.prepare(sql).run(...parameters).changes));
  }

  private all(sql: string, ...parameters: readonly SQLInputValue[]): readonly StoredToken[] {
    const rows: readonly object[] = attempt(() => this.db.prepare(sql).all(...parameters));
    return (rows as readonly Row[]).map((row) => ({
      ...row,
      actor: JSON.parse(row.actor) as Actor,
      resting: row.resting === 1,
    }));
  }
}

const attempt = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw new ReadStoreUnavailable('the file of the tokens cannot be used', { cause: error });
  }
};
