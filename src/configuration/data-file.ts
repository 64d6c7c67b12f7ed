import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { DataFileError } from './data-file-error.js';

const NEWLINE = 0x0a;

/** Reads a file as text without a byte order mark. Spreadsheets often save lists in the old Thai code page, which this refuses. */
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

/** In UTF-8 no other character contains a newline byte, so each line can be checked alone. */
const firstBrokenLine = (bytes: Buffer): number => {
  let line = 1;
  for (let start = 0; ; line += 1) {
    const newline = bytes.indexOf(NEWLINE, start);
    if (newline === -1 || !isUtf8(bytes.subarray(start, newline))) return line;
    start = newline + 1;
  }
};
