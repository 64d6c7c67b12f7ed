import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { DataFileError } from './data-file-error.js';

const NEWLINE = 0x0a;

/** A file's text without a byte order mark. Lists often pass through spreadsheets that save in the old Thai code page: that is refused. */
export const readDataFile = (file: string): string => {
  const bytes = readBytes(file);
  if (!isUtf8(bytes)) throw new DataFileError(file, firstBrokenLine(bytes), 'is not UTF-8 text');
  return new TextDecoder().decode(bytes);
};

const readBytes = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new DataFileError(file, undefined, `cannot be read (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
};

/** No character of UTF-8 holds a newline byte, so each line can be judged alone. */
const firstBrokenLine = (bytes: Buffer): number => {
  let line = 1;
  for (let start = 0; ; line += 1) {
    const newline = bytes.indexOf(NEWLINE, start);
    if (newline === -1 || !isUtf8(bytes.subarray(start, newline))) return line;
    start = newline + 1;
  }
};
