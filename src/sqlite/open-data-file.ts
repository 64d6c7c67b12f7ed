import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataFileError } from '../configuration/data-file-error.js';
import { makeFolder } from '../configuration/make-folder.js';

/**
 * Opens a SQLite file beside the log, and makes its folder if it does not exist. `prepare` brings its tables up to date.
 * @throws DataFileError when the file cannot be written.
 */
export const openDataFile = (file: string, prepare: (db: DatabaseSync) => void): DatabaseSync => {
  try {
    if (file !== ':memory:') makeFolder(dirname(file));
    const db = new DatabaseSync(file);
    prepare(db);
    return db;
  } catch (error) {
    throw new DataFileError(file, undefined, `cannot be written (${(error as Error).message})`, {
      cause: error,
    });
  }
};
