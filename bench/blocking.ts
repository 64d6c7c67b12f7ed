/**
 * Does anything keep the process from answering others? Twenty of each costly request at once, while /health/live is asked all the time.
 * The pilot's record is played first; `BLOCKING_URL` takes a server on which it has been played.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { signIn, type Client } from '../demo/browser.js';
import { playPilot } from '../demo/play-pilot.js';
import type { ProvinceStatusView } from '../src/lists/get-province-status.js';
import { startServerProcess } from './http-load.js';
import { percentile } from './statistics.js';

const AT_ONCE = 20;
const LOOK_EVERY = 5;
/** The longest that a look may take. Milliseconds. */
const LIMIT = 100;
const YEAR = 2565;
const PROVINCE = '12';

interface Blocking {
  readonly longest: number;
  readonly median: number;
  readonly seconds: number;
  readonly statuses: readonly number[];
}

/** How long looks at the process take while twenty people ask for the same. */
const whileAsked = async (url: string, clients: readonly Client[], path: string): Promise<Blocking> => {
  const looks: number[] = [];
  const statuses = new Set<number>();
  const start = performance.now();
  const asked = Promise.all(
    clients.map(async (client) => {
      const response = await client.get(path);
      statuses.add(response.status);
      await response.arrayBuffer();
    }),
  );
  let over = false;
  const ended = asked.finally(() => (over = true));
  while (!over) {
    const before = performance.now();
    await (await fetch(new URL('/health/live', url))).arrayBuffer();
    looks.push(performance.now() - before);
    await setTimeout(LOOK_EVERY);
  }
  await ended;
  return {
    longest: Math.max(...looks),
    median: percentile(looks, 50),
    seconds: (performance.now() - start) / 1000,
    statuses: [...statuses],
  };
};

const costlyPaths = (lao: string, since: string): readonly string[] => [
  `/api/audit/provinces/${PROVINCE}/${YEAR}/package`,
  `/api/audit/surveys/${YEAR}/${lao}/package`,
  `/api/provinces/${PROVINCE}/certifications/${YEAR}/receipt`,
  `/api/surveys/${YEAR}/${lao}/receipt`,
  `/api/provinces/${PROVINCE}/status/${YEAR}?at=${since}`,
  `/api/audit/provinces/${PROVINCE}/${YEAR}/diff?from=1`,
  `/api/audit/provinces/${PROVINCE}/${YEAR}/history?pageSize=500`,
  `/api/audit/provinces/${PROVINCE}/${YEAR}/certification-times.csv`,
  `/api/progress/${YEAR}?at=${since}`,
  `/api/surveys?at=${since}&pageSize=500`,
  `/api/results/${YEAR}?at=${since}`,
  `/api/results/${YEAR}/groups?by=district&at=${since}`,
  `/api/results/${YEAR}/laos/${lao}`,
  `/api/exports/${YEAR}.parquet?province=${PROVINCE}`,
  `/api/directory/laos?q=${encodeURIComponent('ก'.repeat(200))}`,
  `/api/surveys?q=${encodeURIComponent('ก'.repeat(200))}`,
];

const measure = async (url: string): Promise<boolean> => {
  const clients = await Promise.all(Array.from({ length: AT_ONCE }, () => signIn(url, 'auditor')));
  const status = await clients[0]!.get(`/api/provinces/${PROVINCE}/status/${YEAR}`);
  const { laos } = (await status.json()) as ProvinceStatusView;
  const before = new Date(Date.now() - 1000).toISOString();
  let kept = true;
  console.log(`longest  median  seconds  answers  ${AT_ONCE} at once of`);
  for (const path of costlyPaths(laos[0]!.code, before)) {
    const { longest, median, seconds, statuses } = await whileAsked(url, clients, path);
    kept &&= longest < LIMIT && statuses.every((each) => each === 200);
    const figures = [
      `${longest.toFixed(0)} ms`.padStart(7),
      `${median.toFixed(0)} ms`.padStart(6),
      seconds.toFixed(1).padStart(7),
      statuses.join(' ').padStart(7),
    ];
    console.log(`${figures.join('  ')}  ${path.slice(0, 90)}`);
  }
  console.log(`The limit is ${LIMIT} ms: ${kept ? 'kept' : 'NOT KEPT'}`);
  return kept;
};

const onOwnServer = async (): Promise<boolean> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'eservice-survey-blocking-'));
  const server = await startServerProcess({ DATA_DIR: dataDir, LOG_LEVEL: 'error' });
  try {
    await playPilot(server.url, {
      scene: () => undefined,
      refused: () => undefined,
      filled: () => undefined,
    });
    return await measure(server.url);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

const url = process.env['BLOCKING_URL']?.trim();
process.exitCode = (await (url ? measure(url) : onOwnServer())) ? 0 : 1;
