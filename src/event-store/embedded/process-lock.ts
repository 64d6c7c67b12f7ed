import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolder } from '../../configuration/make-folder.js';
import { unavailableByError } from './failures.js';

/**
 * Makes this process the only one that has the log open, until it closes the lock or dies. SQLite itself would let a second
 * process write between our commits, behind the back of what the writer remembers. The lock is an exclusively locked empty
 * database beside the log: the operating system frees it with the process, also after `kill -9`.
 *
 * @throws EventStoreUnavailable
 */
export const lockForThisProcess = (file: string): DatabaseSync => {
  const folder = dirname(file);
  try {
    makeFolder(folder);
    // SQLite would open what it may not write for reading only, and then take no lock at all.
    for (const path of [folder, file, `${file}.lock`]) {
      if (existsSync(path)) accessSync(path, constants.W_OK);
    }
    const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
    try {
      lock.exec('BEGIN EXCLUSIVE');
      return lock;
    } catch (error) {
      lock.close();
      throw error;
    }
  } catch (error) {
    throw unavailableByError(file, error);
  }
};
