/** A server with a whole round of the nation in its log: built from zero, stopped, started again, asked. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { measureExports, type ExportFigures } from './exports.js';
import { measureResults, type ResultFigures } from './results.js';
import { measureLists, residentOf, startServerProcess } from './http-load.js';

export interface ServedFigures {
  /** From the start of the process until it listens, with the read models of the run before: seconds. */
  readonly restarted: number;
  /** Of the process after the lists were asked for: bytes. */
  readonly residentBytes: number;
  /** Milliseconds of every list. */
  readonly lists: readonly number[];
  readonly results: ResultFigures;
  readonly exports: readonly ExportFigures[];
}

/** @param dataDir holds `events.sqlite`; its read models are deleted first. */
export const measureServed = async (
  dataDir: string,
  directoryDir: string | undefined,
): Promise<ServedFigures> => {
  for (const suffix of ['', '-wal', '-shm']) {
    await rm(join(dataDir, `read-models.sqlite${suffix}`), { force: true });
  }
  const env = {
    DATA_DIR: dataDir,
    COMPARE_EVERY: 'off',
    ...(directoryDir !== undefined && { DIRECTORY_DIR: directoryDir }),
  };
  const first = await timed(env); // builds them
  await first.server.stop();
  const restarted = await timed(env);
  try {
    const { latencies } = await measureLists(restarted.server.url, 10);
    const residentBytes = await residentOf(restarted.server.url);
    const exports = await measureExports(restarted.server.url);
    const results = await measureResults(restarted.server.url);
    return { restarted: restarted.seconds, residentBytes, lists: latencies, results, exports };
  } finally {
    await restarted.server.stop();
  }
};

const timed = async (env: NodeJS.ProcessEnv) => {
  const start = performance.now();
  const server = await startServerProcess(env);
  return { server, seconds: (performance.now() - start) / 1000 };
};
