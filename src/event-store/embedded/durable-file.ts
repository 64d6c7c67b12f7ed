import { open } from 'node:fs/promises';

/** A file that was renamed into a folder is there after a power cut only once the folder itself is on the disk. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
