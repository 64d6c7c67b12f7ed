import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and its parent folders. Node's own recursive option reports "no such file" for a read-only disk, and never returns under
 * `/proc`.
 */
export const makeFolder = (folder: string): void => {
  const path = resolve(folder);
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made the folder first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
};
