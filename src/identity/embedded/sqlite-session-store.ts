import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';
import { DataFileError } from '../../configuration/data-file-error.js';
import { makeFolder } from '../../configuration/make-folder.js';
import { sessionKey, sessionLifetime } from '../session-store.js';

/** A session that a power cut takes is signed in to again: no request waits for the disk. */
const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS sessions (key TEXT PRIMARY KEY, json TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS sessions_until ON sessions (until);
  CREATE TABLE IF NOT EXISTS secret (secret TEXT NOT NULL) STRICT;`;

/** Milliseconds between two looks for sessions that are over: every request keeps its session. */
const TIDYING = 60_000;

type Done = (error?: unknown) => void;

/** Sessions of one process, in a SQLite file beside the log, so that they outlive it. */
export class SqliteSessionStore implements SessionStore {
  private readonly db: DatabaseSync;
  private readonly keep: StatementSync;
  private readonly find: StatementSync;
  private tidiedAt = 0;

  /** @throws DataFileError when the file cannot be written. */
  constructor(
    file: string,
    private readonly now: () => number = Date.now,
  ) {
    this.db = openDatabase(file);
    this.keep = this.db.prepare('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)');
    this.find = this.db.prepare('SELECT json FROM sessions WHERE key = ? AND until > ?');
  }

  set(id: string, session: Session, done: Done): void {
    this.attempt(done, () => {
      const now = this.now();
      this.keep.run(sessionKey(id), JSON.stringify(session), now + sessionLifetime);
      if (now - this.tidiedAt < TIDYING) return;
      this.tidiedAt = now;
      this.db.prepare('DELETE FROM sessions WHERE until <= ?').run(now);
    });
  }

  get(id: string, done: (error: unknown, session?: Session | null) => void): void {
    this.attempt(done, () => {
      const found = this.find.get(sessionKey(id), this.now()) as { readonly json: string } | undefined;
      return found ? (JSON.parse(found.json) as Session) : null;
    });
  }

  destroy(id: string, done: Done): void {
    this.attempt(done, () => {
      this.db.prepare('DELETE FROM sessions WHERE key = ?').run(sessionKey(id));
    });
  }

  /** What signs the cookies where the configuration names no secret: made once, so that they hold after a restart, too. */
  get secret(): string {
    const kept = this.db.prepare('SELECT secret FROM secret').get() as
      { readonly secret: string } | undefined;
    if (kept) return kept.secret;
    const secret = randomBytes(32).toString('base64url');
    this.db.prepare('INSERT INTO secret VALUES (?)').run(secret);
    return secret;
  }

  close(): void {
    this.db.close();
  }

  private attempt<T>(done: (error: unknown, value?: T) => void, work: () => T): void {
    let value: T;
    try {
      value = work();
    } catch (error) {
      done(error);
      return;
    }
    done(null, value);
  }
}

const openDatabase = (file: string): DatabaseSync => {
  try {
    if (file !== ':memory:') makeFolder(dirname(file));
    const db = new DatabaseSync(file);
    db.exec(schema);
    return db;
  } catch (error) {
    throw new DataFileError(file, undefined, `cannot be written (${(error as Error).message})`, {
      cause: error,
    });
  }
};
