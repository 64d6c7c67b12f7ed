import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { ReadStoreUnavailable } from '../../basics/read-store-unavailable.js';
import { openDataFile } from '../../sqlite/open-data-file.js';
import { SessionStore, type StoredSession, type WhoseSessions } from '../session-store.js';

/** No request waits for the disk. A session that is lost in a power cut needs a new sign-in. */
const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS sealed_sessions (
    key TEXT PRIMARY KEY,
    sub TEXT NOT NULL,
    sid TEXT,
    sealed TEXT NOT NULL,
    version INTEGER NOT NULL,
    until INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sealed_sessions_sub ON sealed_sessions (sub);
  CREATE INDEX IF NOT EXISTS sealed_sessions_sid ON sealed_sessions (sid);
  CREATE INDEX IF NOT EXISTS sealed_sessions_until ON sealed_sessions (until);
  CREATE TABLE IF NOT EXISTS secret (secret TEXT NOT NULL) STRICT;`;

/** The sessions of one process, in a SQLite file beside the log, so that they survive a restart. */
export class SqliteSessionStore extends SessionStore {
  private readonly db: DatabaseSync;

  /** @throws DataFileError when the file cannot be written. */
  constructor(file: string) {
    super();
    this.db = openDataFile(file, (db) => db.exec(schema));
  }

  /** The key for pending sign-ins when the configuration has no secret. It is made once, so that they stay valid after a restart. */
  get secret(): string {
    const kept = this.db.prepare('SELECT secret FROM secret').get();
    if (kept) return String(kept['secret']);
    const secret = randomBytes(32).toString('base64url');
    this.db.prepare('INSERT INTO secret VALUES (?)').run(secret);
    return secret;
  }

  override async add(
    key: string,
    { sub, sid, sealed, version, until }: StoredSession,
    now: number,
  ): Promise<void> {
    attempt(() => {
      this.db.prepare('DELETE FROM sealed_sessions WHERE until <= ?').run(now);
      this.db
        .prepare('INSERT INTO sealed_sessions VALUES (?, ?, ?, ?, ?, ?)')
        .run(key, sub, sid, sealed, version, until);
    });
  }

  override async find(key: string, now: number): Promise<StoredSession | undefined> {
    const columns = 'sub, sid, sealed, version, until';
    return attempt(
      () =>
        this.db
          .prepare(`SELECT ${columns} FROM sealed_sessions WHERE key = ? AND until > ?`)
          .get(key, now) as StoredSession | undefined,
    );
  }

  override async replace(key: string, { sealed, version, until }: StoredSession): Promise<boolean> {
    const replaced = attempt(() =>
      this.db
        .prepare(
          'UPDATE sealed_sessions SET sealed = ?, version = ?, until = ? WHERE key = ? AND version = ?',
        )
        .run(sealed, version, until, key, version - 1),
    );
    return replaced.changes === 1;
  }

  override async end(key: string): Promise<void> {
    attempt(() => this.db.prepare('DELETE FROM sealed_sessions WHERE key = ?').run(key));
  }

  override async endAll(whose: WhoseSessions): Promise<readonly string[]> {
    const [column, value] = 'sub' in whose ? ['sub', whose.sub] : ['sid', whose.sid];
    const ended = attempt(() =>
      this.db.prepare(`DELETE FROM sealed_sessions WHERE ${column} = ? RETURNING key`).all(value),
    );
    return ended.map(({ key }) => String(key));
  }

  override async close(): Promise<void> {
    this.db.close();
  }
}

const attempt = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw new ReadStoreUnavailable('the file of the sessions cannot be used', { cause: error });
  }
};
