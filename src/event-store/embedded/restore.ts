import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BrokenChain } from '../chain-check.js';
import { EventStoreUnavailable } from '../event-store.js';
import { BackupRefused, readHeader, type BackedUpFile, type Manifest } from './backup-file.js';
import { proved } from './backup.js';
import { syncFolder } from './durable-file.js';
import { lockForThisProcess } from './process-lock.js';

export interface RestoreOptions {
  readonly from: string;
  /** Path of the restored log. The other files of the backup are put beside it. No existing file is overwritten. */
  readonly log: string;
  /** Called with the number of events of the restored log that are checked. */
  readonly onProved?: (events: number, of: number) => void;
}

/**
 * Puts a backup's files where a server looks for them, after every byte and every hash of them is checked. An
 * interrupted restore leaves no log behind.
 * @throws BackupRefused for a backup that is incomplete, altered or no backup, and for a target that exists;
 * EventStoreUnavailable while a server runs there.
 */
export const restore = async ({ from, log, onProved }: RestoreOptions): Promise<Manifest> => {
  const target = resolve(log);
  await using stack = new AsyncDisposableStack();
  const backup = stack.adopt(await openBackup(from), (file) => file.close());
  const { manifest, start } = await readHeader(backup, from);
  const lock = lockForThisProcess(target);
  stack.defer(() => lock.close());
  const laid = manifest.files.map(({ name }, at) => ({
    // The log comes first, whatever its name in the backup.
    path: at === 0 ? target : join(dirname(target), basename(name)),
    unproved: `${target}.restoring-${at}`,
  }));
  for (const { path, unproved } of laid) {
    if (existsSync(path)) throw new BackupRefused(`There is a file ${path} already: it is left as it is.`);
    stack.defer(() => rm(unproved, { force: true }));
  }
  let at = start;
  for (const [index, file] of manifest.files.entries()) {
    await extract(backup, from, { file, at, to: laid[index]!.unproved });
    at += file.size;
  }
  await holdLogTo(manifest, laid[0]!.unproved, onProved);
  // The log is renamed last: when it exists, all other files do too.
  for (const { path, unproved } of laid.toReversed()) await rename(unproved, path);
  await syncFolder(dirname(target));
  return manifest;
};

const openBackup = async (path: string): Promise<FileHandle> => {
  try {
    return await open(path);
  } catch (error) {
    throw new BackupRefused(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
};

const extract = async (
  backup: FileHandle,
  path: string,
  { file, at, to }: { readonly file: BackedUpFile; readonly at: number; readonly to: string },
): Promise<void> => {
  const sha256 = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      sha256.update(chunk);
      done(null, chunk);
    },
  });
  const bytes = backup.createReadStream({ start: at, end: at + file.size - 1, autoClose: false });
  await pipeline(bytes, hashing, createWriteStream(to, { flush: true, mode: 0o600 }));
  if (sha256.digest('hex') === file.sha256) return;
  throw new BackupRefused(`${path} was altered: ${file.name} in it is not what the manifest says.`);
};

/** The bytes match the backup. This checks that they are a log of this system, and the one in the manifest. */
const holdLogTo = async (
  { log }: Manifest,
  file: string,
  onProved: RestoreOptions['onProved'],
): Promise<void> => {
  try {
    const found = await proved(file, onProved);
    if (JSON.stringify(found) === JSON.stringify(log)) return;
  } catch (error) {
    if (error instanceof BrokenChain) throw new BackupRefused(error.message, { cause: error });
    if (!(error instanceof EventStoreUnavailable)) throw error;
  }
  throw new BackupRefused('The log in the backup is not the one that its manifest speaks of.');
};
