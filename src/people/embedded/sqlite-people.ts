import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { openDataFile } from '../../sqlite/open-data-file.js';
import { People, PeopleUnavailable, type KeptPerson } from '../people.js';

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS kept_people (
    sub TEXT PRIMARY KEY,
    name TEXT,
    source TEXT NOT NULL CHECK (source IN ('sign-in', 'correction', 'erased')),
    since TEXT NOT NULL,
    act INTEGER NOT NULL DEFAULT -1
  ) STRICT;`;

/** The columns of every answer. `act` is for the register alone: the revision of the event that the row is from, -1 for a sign-in. */
const columns = 'sub, name, source, since';

/** The second version of the file had no acts. */
const takeInSecondVersion = 'ALTER TABLE kept_people ADD COLUMN act INTEGER NOT NULL DEFAULT -1';

/** The first version of the file held names alone. */
const takeInFirstVersion = `
  INSERT OR IGNORE INTO kept_people SELECT sub, name, 'sign-in', strftime('%Y-%m-%dT%H:%M:%fZ'), -1 FROM people;
  DROP TABLE people;`;

/** The register of names in its own SQLite file, beside the log. */
export class SqlitePeople extends People {
  private readonly db: DatabaseSync;

  /** @throws DataFileError when the file cannot be written. */
  constructor(file: string) {
    super();
    this.db = openDataFile(file, prepare);
  }

  override async remember(sub: string, name: string, at: string): Promise<void> {
    this.run(
      `INSERT INTO kept_people VALUES (?, ?, 'sign-in', ?, -1) ON CONFLICT (sub) DO UPDATE
       SET name = excluded.name, since = excluded.since
       WHERE kept_people.source = 'sign-in' AND kept_people.name <> excluded.name`,
      sub,
      name,
      at,
    );
  }

  override async namesOf(subs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const wanted = JSON.stringify([...new Set(subs)]);
    const found = this.all(
      `SELECT ${columns} FROM kept_people WHERE name IS NOT NULL AND sub IN (SELECT value FROM json_each(?))`,
      wanted,
    );
    return new Map(found.map(({ sub, name }) => [sub, name!]));
  }

  override async kept(sub: string): Promise<KeptPerson | undefined> {
    return this.all(`SELECT ${columns} FROM kept_people WHERE sub = ?`, sub)[0];
  }

  override async find(text: string, limit: number): Promise<readonly KeptPerson[]> {
    return this.all(
      `SELECT ${columns} FROM kept_people WHERE sub = ?1 OR instr(lower(name), lower(?1)) > 0 ORDER BY sub LIMIT ?2`,
      text,
      limit,
    );
  }

  override async correct(sub: string, name: string, at: string, act: bigint): Promise<'kept' | 'other-name'> {
    this.replace({ sub, name, source: 'correction', since: at }, act);
    const others = this.all(
      `SELECT ${columns} FROM kept_people WHERE sub = ? AND act = ? AND name <> ?`,
      sub,
      act,
      name,
    );
    return others.length === 0 ? 'kept' : 'other-name';
  }

  override async erase(sub: string, at: string, act: bigint): Promise<void> {
    this.replace({ sub, name: null, source: 'erased', since: at }, act);
  }

  override async close(): Promise<void> {
    this.db.close();
  }

  /** The old value must remain in no file: neither in a freed part of a page, nor in the write-ahead log. */
  private replace({ sub, name, source, since }: KeptPerson, act: bigint): void {
    this.run(
      `INSERT INTO kept_people VALUES (?, ?, ?, ?, ?) ON CONFLICT (sub) DO UPDATE
       SET name = excluded.name, source = excluded.source, since = excluded.since, act = excluded.act
       WHERE kept_people.act < excluded.act`,
      sub,
      name,
      source,
      since,
      act,
    );
    this.run('VACUUM');
    const [outcome] = this.all<{ readonly busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)');
    if (outcome?.busy !== 0) throw new PeopleUnavailable('another process is reading the names');
  }

  private run(sql: string, ...parameters: readonly SQLInputValue[]): void {
    attempt(() => this.db.prepare(sql).run(...parameters));
  }

  private all<Row extends object = KeptPerson>(
    sql: string,
    ...parameters: readonly SQLInputValue[]
  ): readonly Row[] {
    const rows: readonly object[] = attempt(() => this.db.prepare(sql).all(...parameters));
    return rows as readonly Row[];
  }
}

const prepare = (db: DatabaseSync): void => {
  db.exec(schema);
  const hasAct = db.prepare("SELECT 1 FROM pragma_table_info('kept_people') WHERE name = 'act'").get();
  if (!hasAct) db.exec(takeInSecondVersion);
  const isFirstVersion = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'people'").get();
  if (isFirstVersion) db.exec(takeInFirstVersion);
};

const attempt = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw new PeopleUnavailable('the file of the names cannot be used', { cause: error });
  }
};
