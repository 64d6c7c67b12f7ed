import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { UnreadableWorkbook } from './unreadable-workbook.js';

const inflated = promisify(inflateRaw);

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
const LONGEST_COMMENT = 0xffff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** A workbook has some twenty parts. */
const MOST_ENTRIES = 1_000;

export interface ZipEntry {
  readonly name: string;
  /** Unpacked, as the archive says. What is unpacked is compared with it. */
  readonly size: number;
  readonly crc: number;
  readonly method: number;
  /** Where its packed bytes are. */
  readonly from: number;
  readonly to: number;
}

/**
 * The entries of a zip file, by its directory. An archive that programs could read in two ways is refused: with names that occur twice
 * or lead out of it, or with entries that share bytes.
 * @throws UnreadableWorkbook
 */
export const zipEntries = (bytes: Buffer): readonly ZipEntry[] => {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const size = bytes.readUInt32LE(end + 12);
  const start = bytes.readUInt32LE(end + 16);
  // A spanned archive, or one of the 64-bit format, which no workbook of this size needs.
  if (bytes.readUInt16LE(end + 8) !== count || start + size !== end) throw new UnreadableWorkbook('damaged');
  if (count > MOST_ENTRIES) throw new UnreadableWorkbook('too-large');
  const entries: ZipEntry[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    const entry = entryAt(bytes, at, start);
    entries.push(entry.entry);
    at = entry.next;
  }
  if (at !== end) throw new UnreadableWorkbook('damaged');
  requireDistinct(entries);
  return entries;
};

/** Its content. Never more than it says of itself is unpacked. @throws UnreadableWorkbook */
export const unpacked = async (bytes: Buffer, { from, to, size, crc, method }: ZipEntry): Promise<Buffer> => {
  const packed = bytes.subarray(from, to);
  const content = method === STORED ? packed : await inflate(packed, size);
  if (content.length !== size || crc32(content) !== crc) throw new UnreadableWorkbook('damaged');
  return content;
};

const inflate = async (packed: Buffer, size: number): Promise<Buffer> => {
  try {
    return await inflated(packed, { maxOutputLength: Math.max(size, 1) });
  } catch (cause) {
    // Either the bytes are damaged, or there is more in them than the directory says.
    throw new UnreadableWorkbook('damaged', { cause });
  }
};

/** The end record closes the file. */
const endOf = (bytes: Buffer): number => {
  const last = bytes.length - END_SIZE;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at -= 1) {
    if (bytes.readUInt32LE(at) === END && at + END_SIZE + bytes.readUInt16LE(at + 20) === bytes.length)
      return at;
  }
  throw new UnreadableWorkbook('damaged');
};

const entryAt = (
  bytes: Buffer,
  at: number,
  start: number,
): { readonly entry: ZipEntry; readonly next: number } => {
  const inDirectory = at + ENTRY_SIZE <= bytes.length && bytes.readUInt32LE(at) === ENTRY;
  if (!inDirectory) throw new UnreadableWorkbook('damaged');
  if ((bytes.readUInt16LE(at + 8) & ENCRYPTED) !== 0) throw new UnreadableWorkbook('encrypted');
  const method = bytes.readUInt16LE(at + 10);
  if (method !== STORED && method !== DEFLATED) throw new UnreadableWorkbook('damaged');
  const nameEnd = at + ENTRY_SIZE + bytes.readUInt16LE(at + 28);
  const next = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  if (next > bytes.length) throw new UnreadableWorkbook('damaged');
  const name = bytes.subarray(at + ENTRY_SIZE, nameEnd);
  const local = bytes.readUInt32LE(at + 42);
  const from = contentOf(bytes, local, name);
  const to = from + bytes.readUInt32LE(at + 20);
  if (to > start) throw new UnreadableWorkbook('damaged');
  const entry = {
    name: safeName(name),
    crc: bytes.readUInt32LE(at + 16),
    size: bytes.readUInt32LE(at + 24),
    method,
    from,
    to,
  };
  return { entry, next };
};

/** Behind the entry's own head, which must have the same name. */
const contentOf = (bytes: Buffer, local: number, name: Buffer): number => {
  if (local + LOCAL_SIZE > bytes.length || bytes.readUInt32LE(local) !== LOCAL) {
    throw new UnreadableWorkbook('damaged');
  }
  const nameEnd = local + LOCAL_SIZE + bytes.readUInt16LE(local + 26);
  if (!bytes.subarray(local + LOCAL_SIZE, nameEnd).equals(name)) throw new UnreadableWorkbook('damaged');
  return nameEnd + bytes.readUInt16LE(local + 28);
};

const safeName = (bytes: Buffer): string => {
  const name = bytes.toString('utf8');
  const leadsOut = /^[/\\]|^[a-z]:|\\|\0/i.test(name) || name.split('/').includes('..');
  if (leadsOut) throw new UnreadableWorkbook('unsafe');
  return name;
};

const requireDistinct = (entries: readonly ZipEntry[]): void => {
  const names = new Set(entries.map(({ name }) => name.toLowerCase()));
  if (names.size < entries.length) throw new UnreadableWorkbook('unsafe');
  const inOrder = entries.toSorted((one, other) => one.from - other.from);
  for (const [index, { from }] of inOrder.entries()) {
    if (index > 0 && from < inOrder[index - 1]!.to) throw new UnreadableWorkbook('unsafe');
  }
};
