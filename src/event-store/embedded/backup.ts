import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';
import { ChainCheck } from '../chain-check.js';
import { BackupRefused, headerOf, manifestOf, type BackedUpFile, type Manifest } from './backup-file.js';
import { syncFolder } from './durable-file.js';
import { unavailableByError } from './failures.js';
import { ReadOnlyLog } from './read-only-log.js';

export interface BackupOptions {
  readonly log: string;
  /** Further SQLite files to include. */
  readonly beside: readonly string[];
  /** The backup file. The backup is refused if it exists. */
  readonly to: string;
  readonly now: Date;
  /** Called with the number of events of the copy that are checked. */
  readonly onProved?: (events: number, of: number) => void;
}

/**
 * Makes a backup while the server runs. SQLite copies the log at one instant, and writers do not wait for it. Every
 * hash of the copy is recomputed before the backup appears, so that every backup can be restored.
 * @throws BackupRefused, BrokenChain, EventStoreUnavailable.
 */
export const backUp = async ({ log, beside, to, now, onProved }: BackupOptions): Promise<Manifest> => {
  const target = resolve(to);
  if (existsSync(target)) throw new BackupRefused(`There is a file ${target} already: it is left as it is.`);
  ReadOnlyLog.open(log).close();
  const workFolder = await workFolderBeside(target);
  try {
    const copies = [log, ...beside].map((source) => copyOf(source, join(workFolder, basename(source))));
    const manifest = manifestOf({
      madeAt: now.toISOString(),
      log: await proved(copies[0]!, onProved),
      files: await Promise.all(copies.map(described)),
    });
    const whole = join(workFolder, 'backup');
    await writeWhole(whole, manifest, copies);
    await rename(whole, target);
    await syncFolder(dirname(target));
    return manifest;
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
};

/** A folder on the same disk as the backup. So a rename makes the whole backup appear at once. */
const workFolderBeside = async (target: string): Promise<string> => {
  try {
    return await mkdtemp(`${target}.making-`);
  } catch (error) {
    throw new BackupRefused(
      `${dirname(target)} cannot be written (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
};

const copyOf = (source: string, copy: string): string => {
  try {
    const database = new DatabaseSync(source, { readOnly: true });
    try {
      database.prepare('VACUUM INTO ?').run(copy);
    } finally {
      database.close();
    }
    return copy;
  } catch (error) {
    throw unavailableByError(source, error);
  }
};

/**
 * The manifest's entry for a log, after every hash is recomputed.
 * @throws BrokenChain
 */
export const proved = async (
  file: string,
  onProved?: (events: number, of: number) => void,
): Promise<Manifest['log']> => {
  const log = ReadOnlyLog.open(file);
  try {
    const chain = new ChainCheck(`The log ${basename(file)}`);
    const head = Number((await log.head()) ?? 0n);
    for await (const page of log.readAll()) {
      for (const event of page) chain.take(event);
      onProved?.(chain.events, head);
    }
    return { events: chain.events, head: chain.position?.toString() ?? null, sha256: chain.digest() };
  } finally {
    log.close();
  }
};

const described = async (file: string): Promise<BackedUpFile> => {
  const sha256 = createHash('sha256');
  await pipeline(createReadStream(file), sha256);
  return { name: basename(file), size: (await stat(file)).size, sha256: sha256.digest('hex') };
};

const writeWhole = (path: string, manifest: Manifest, files: readonly string[]): Promise<void> =>
  pipeline(
    async function* () {
      yield headerOf(manifest);
      for (const file of files) yield* createReadStream(file) as AsyncIterable<Buffer>;
    },
    createWriteStream(path, { flush: true, mode: 0o600 }),
  );
