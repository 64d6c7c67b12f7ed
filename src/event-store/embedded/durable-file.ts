import { open } from 'node:fs/promises';

/** A renamed file survives a power cut only when the folder itself is on the disk. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
