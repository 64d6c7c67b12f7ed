import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolder } from '../../configuration/make-folder.js';
import { unavailableByError } from './failures.js';

/**
 * Makes this process the only one that has the log open, until it closes the lock or dies. SQLite alone would let a
 * second process write between two commits, and the writer's memory would be wrong. The lock is an empty, exclusively
 * locked database beside the log. The operating system frees it with the process, also after `kill -9`.
 *
 * @throws EventStoreUnavailable
 */
export const lockForThisProcess = (file: string): DatabaseSync => {
  const folder = dirname(file);
  try {
    makeFolder(folder);
    // SQLite would open a file without write permission for reading only, and then take no lock.
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
