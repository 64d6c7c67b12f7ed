/** Measures exports of the nation's answers while others read lists. */
import { setTimeout } from 'node:timers/promises';
import { signIn, type Client } from '../demo/browser.js';
import { residentOf } from './http-load.js';

const YEAR = 2565;
const LOOK_EVERY = 100;
/** Others read at the pace of people. At full speed they would take the processor that the export is measured on. */
const LIST_EVERY = 20;

export interface ExportFigures {
  readonly format: string;
  readonly rows: number;
  readonly seconds: number;
  readonly bytes: number;
  /** The most that the process grew during the export: bytes. */
  readonly growth: number;
  /** Milliseconds of the lists that another person reads meanwhile. */
  readonly lists: readonly number[];
}

/** The formats in turn. The number of rows comes from the closing record of the first. */
export const measureExports = async (url: string): Promise<readonly ExportFigures[]> => {
  const admin = await signIn(url, 'admin');
  const figures: ExportFigures[] = [];
  let rows = 0;
  for (const format of ['jsonl', 'csv', 'xlsx', 'parquet']) {
    const { last, ...each } = await measureExport(url, admin, format);
    rows ||= Number(/"rows":(\d+)/.exec(last)?.[1]);
    figures.push({ format, rows, ...each });
  }
  return figures;
};

const measureExport = async (url: string, admin: Client, format: string) => {
  const before = await residentOf(url);
  let most = before;
  let over = false;
  const watch = async (): Promise<void> => {
    for (; !over; await setTimeout(LOOK_EVERY)) most = Math.max(most, await residentOf(url));
  };
  const lists: number[] = [];
  const list = async (): Promise<void> => {
    for (; !over; await setTimeout(LIST_EVERY)) {
      const begun = performance.now();
      await (await admin.get(`/api/surveys?fiscalYear=${YEAR}&province=12`)).arrayBuffer();
      lists.push(performance.now() - begun);
    }
  };
  const start = performance.now();
  const receive = async () => {
    try {
      const received = await receiveAll(await admin.get(`/api/exports/${YEAR}.${format}`));
      return { ...received, seconds: (performance.now() - start) / 1000 };
    } finally {
      over = true;
    }
  };
  const [received] = await Promise.all([receive(), watch(), list()]);
  return { ...received, growth: most - before, lists };
};

/** Nothing of the file is kept but its end. */
const receiveAll = async (response: Response): Promise<{ readonly bytes: number; readonly last: string }> => {
  if (!response.ok || !response.body) throw new Error(`${response.url}: ${response.status}`);
  let bytes = 0;
  let last = Buffer.alloc(0);
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    bytes += chunk.byteLength;
    last = Buffer.concat([last, chunk]).subarray(-200);
  }
  return { bytes, last: last.toString() };
};
