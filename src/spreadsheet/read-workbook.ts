import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SerialQueue } from '../basics/serial-queue.js';
import { unpacked, zipEntries, type ZipEntry } from './read-zip.js';
import type { Sheet, SheetsReply, WorkbookParts } from './sheets.worker.js';
import { UnreadableWorkbook } from './unreadable-workbook.js';

export type { Sheet, SheetCell } from './sheets.worker.js';

/** Of all parts that are read, unpacked. The largest form has some 2 MB. */
const LARGEST = 8 * 1024 * 1024;
/** A backstop: what passes the other limits is read in a fraction of it. */
const LONGEST_MS = 3_000;
const MEMORY = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 8, stackSizeMb: 2 };

const CONTENT_TYPES = '[Content_Types].xml';
const WORKBOOK = 'xl/workbook.xml';
/** Excel, LibreOffice and the libraries give these parts the same names. Pictures, themes and prints are never unpacked. */
const READ =
  /^xl\/(?:(?:workbook|sharedStrings|styles)\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/;

const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const ZIP = Buffer.from('PK');

/** One workbook at a time: many at once would only take each other's processor and memory. */
const queue = new SerialQueue();

/** The cells of each sheet of an XLSX file. @throws UnreadableWorkbook */
export const readWorkbook = async (file: Uint8Array): Promise<readonly Sheet[]> => {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  // Excel keeps a workbook with a password in a file of the older kind. Those of Excel 97 are of that kind, too.
  if (bytes.subarray(0, OLE.length).equals(OLE)) throw new UnreadableWorkbook('encrypted');
  if (!bytes.subarray(0, ZIP.length).equals(ZIP)) throw new UnreadableWorkbook('not-a-workbook');
  const entries = zipEntries(bytes);
  await requireWorkbook(bytes, entries);
  return queue.run(async () => sheetsIn(await readParts(bytes, entries)));
};

const requireWorkbook = async (bytes: Buffer, entries: readonly ZipEntry[]): Promise<void> => {
  const types = entries.find(({ name }) => name === CONTENT_TYPES);
  if (!types || !entries.some(({ name }) => name === WORKBOOK))
    throw new UnreadableWorkbook('not-a-workbook');
  if (types.size > LARGEST) throw new UnreadableWorkbook('too-large');
  const macros =
    entries.some(({ name }) => /vbaProject/i.test(name)) ||
    (await unpacked(bytes, types)).toString('latin1').includes('macroEnabled');
  if (macros) throw new UnreadableWorkbook('macros');
};

const readParts = async (bytes: Buffer, entries: readonly ZipEntry[]): Promise<WorkbookParts> => {
  const read = entries.filter(({ name }) => READ.test(name));
  if (read.reduce((sum, { size }) => sum + size, 0) > LARGEST) throw new UnreadableWorkbook('too-large');
  const parts = new Map<string, Uint8Array>();
  for (const entry of read) parts.set(entry.name, await unpacked(bytes, entry));
  return parts;
};

const sheetsIn = async (parts: WorkbookParts): Promise<readonly Sheet[]> => {
  const url = new URL(`./sheets.worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(url, { workerData: parts, resourceLimits: MEMORY });
  const { promise, resolve, reject } = Promise.withResolvers<SheetsReply>();
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', () => reject(new UnreadableWorkbook('too-large')));
  const timer = setTimeout(() => reject(new UnreadableWorkbook('too-large')), LONGEST_MS);
  try {
    const reply = await promise;
    if ('refused' in reply) throw new UnreadableWorkbook(reply.refused);
    return reply.sheets;
  } catch (error) {
    throw isOutOfMemory(error) ? new UnreadableWorkbook('too-large', { cause: error }) : error;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
};

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
