import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ReadStoreUnavailable } from '../../../src/basics/read-store-unavailable.js';
import type { Batch } from '../read-store.js';
import { catalogue, SqliteReadStore } from './sqlite-read-store.js';
import { SqliteFailure, ThreadedWriter, type Writer } from './writer.js';

/** "ESVR": marks a SQLite file as one with read models. */
const APPLICATION_ID = 0x45535652;
/** Version of the table layout. Raise it when the layout changes; older files are then rebuilt. */
const LAYOUT = 1;

/**
 * The write-ahead log is flushed only before a checkpoint. A power cut loses the last transactions and leaves an older, consistent state.
 * A checkpoint runs every 256 MB, because each one waits for the disk, and a page that many batches change is then copied once.
 */
const setup = [
  'PRAGMA page_size = 16384', // a form fits in one page, so a batch touches fewer pages
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = NORMAL',
  'PRAGMA wal_autocheckpoint = 16000',
  'PRAGMA cache_size = -65536',
  `PRAGMA application_id = ${APPLICATION_ID}`,
  `PRAGMA user_version = ${LAYOUT}`,
  catalogue,
];

const CORRUPT = 11; // SQLITE_CORRUPT
const NO_DATABASE = 26; // SQLITE_NOTADB

/** Resources that must be released on close. */
interface Opened {
  readonly lock: DatabaseSync;
  readonly writer: Writer;
  readonly reader: DatabaseSync;
}

/**
 * Read models of one process in a SQLite file beside the log. The file may be deleted while no process has it open: the read models are
 * then rebuilt from the log.
 */
export class FileReadStore extends SqliteReadStore {
  override readonly takesBatchesAhead = true;

  private constructor(
    private readonly file: string,
    private readonly opened: Opened,
    /** Why the content of the file was unusable and was deleted. All read models are then rebuilt from the log. */
    readonly discarded: string | undefined,
  ) {
    super(opened.reader, opened.writer);
  }

  /**
   * Creates the file's folder if it does not exist. The lock file is `<file>.lock`.
   * @throws ReadStoreUnavailable when another process has the file, or it cannot be written.
   */
  static async open(file: string): Promise<FileReadStore> {
    let lock: DatabaseSync | undefined;
    try {
      mkdirSync(dirname(file), { recursive: true });
      lock = lockFor(file);
      return await FileReadStore.openLocked(file, lock);
    } catch (error) {
      lock?.close();
      throw unavailable(file, error);
    }
  }

  private static async openLocked(file: string, lock: DatabaseSync): Promise<FileReadStore> {
    let discarded = unusable(file);
    try {
      if (discarded === undefined) return await FileReadStore.openFile(file, lock, undefined);
    } catch (error) {
      if (!isDamage(error)) throw error;
      discarded = (error as Error).message;
    }
    removeFiles(file);
    return FileReadStore.openFile(file, lock, discarded);
  }

  private static async openFile(
    file: string,
    lock: DatabaseSync,
    discarded: string | undefined,
  ): Promise<FileReadStore> {
    const writer = await ThreadedWriter.open({ file, setup });
    let reader: DatabaseSync | undefined;
    try {
      reader = new DatabaseSync(file, { readOnly: true, returnArrays: true });
      return new FileReadStore(file, { lock, writer, reader }, discarded);
    } catch (error) {
      reader?.close();
      await writer.close();
      throw error;
    }
  }

  /** Writes all or nothing, so documents and checkpoint always match. */
  override async applyBatch({ documents, progress }: Batch): Promise<void> {
    const parts = [...documents, ...progress];
    await this.write(parts.flatMap(({ collection, writes }) => this.stepsOf(collection, writes)));
  }

  override async close(): Promise<void> {
    await super.close();
    this.opened.lock.close();
  }

  /** A damaged file is useless. Once it is deleted, the next start rebuilds it. */
  protected override failure(error: unknown): Error {
    if (isDamage(error)) removeFiles(this.file);
    return unavailable(this.file, error);
  }
}

/** Why the file was not written by this code; undefined if it was, or there is none. */
const unusable = (file: string): string | undefined => {
  if (!existsSync(file)) return undefined;
  const db = new DatabaseSync(file, { returnArrays: true });
  try {
    // With `returnArrays` a row is an array, which the types do not know.
    const pragma = (name: string) => (db.prepare(`PRAGMA ${name}`).get() as unknown as [number])[0];
    if (pragma('application_id') !== APPLICATION_ID) return 'it holds no read models';
    return pragma('user_version') === LAYOUT ? undefined : 'other code wrote it';
  } catch (error) {
    if (isDamage(error)) return (error as Error).message;
    throw error;
  } finally {
    db.close();
  }
};

/** Locks out a second process: SQLite lets it write, and the cached state of the first process would become wrong. */
const lockFor = (file: string): DatabaseSync => {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw new ReadStoreUnavailable(
      `the read models ${file} are in use by another process: one process at a time can have them open`,
      { cause: error },
    );
  }
};

const codeOf = (error: unknown): number | undefined =>
  error instanceof SqliteFailure ? error.code : ((error as { errcode?: number }).errcode ?? 0) & 0xff;

const isDamage = (error: unknown): boolean => [CORRUPT, NO_DATABASE].includes(codeOf(error) ?? 0);

const unavailable = (file: string, error: unknown): Error => {
  if (error instanceof ReadStoreUnavailable) return error;
  const detail = isDamage(error)
    ? 'they are damaged, and built anew at the next start'
    : (error as Error).message;
  return new ReadStoreUnavailable(`the read models ${file} cannot be used: ${detail}`, { cause: error });
};

const removeFiles = (file: string): void => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
};
