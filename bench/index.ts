/** Measures this machine in one run: each figure of the product beside the raw ceiling and a peer, measured in turn. */
import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { allProjections } from '../projections/read-models/index.js';
import { FileReadStore } from '../projections/read-store/sqlite/file-read-store.js';
import { rebuildFromZero } from '../projections/maintenance/rebuild-from-zero.js';
import { ReadOnlyLog } from '../src/event-store/embedded/read-only-log.js';
import { SqliteEventStore } from '../src/event-store/embedded/sqlite-event-store.js';
import { loadDirectory } from '../src/directory/load-directory.js';
import { loadQuestionnaires } from '../src/questionnaire/load-questionnaires.js';
import { measureAsOf } from './as-of.js';
import { CommandPath, EVENTS_A_SAVE, syntheticDirectory } from './command-path.js';
import type { ExportFigures } from './exports.js';
import type { ResultFigures } from './results.js';
import { measureHttpSaves, measureLists, startServerProcess } from './http-load.js';
import { installPeer, measurePeer, type PeerFigures } from './peer.js';
import { rawAppendCeiling, rawReadCeiling } from './raw-sqlite.js';
import { measureServed } from './nation-served.js';
import { measureUploads } from './workbooks.js';
import { median, percentile } from './statistics.js';

const ROUNDS = 5;
const SECONDS = 2;
const NATION = process.env['DIRECTORY_DIR'] ?? '../shared/data';

interface Line {
  readonly what: string;
  readonly figure: string;
  readonly target?: string;
  readonly met?: boolean;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
const ratio = (what: string, value: number, least: number): Line => ({
  what,
  figure: value.toFixed(2),
  target: `≥ ${least}`,
  met: value >= least,
});

const directory = syntheticDirectory();

/** Of every read model from zero, into a file: events a second. */
const rebuildRate = async (file: string): Promise<number> => {
  const eventStore = ReadOnlyLog.open(file);
  const beside = await mkdtemp(join(dirname(file), 'rebuilt-'));
  const readStore = await FileReadStore.open(join(beside, 'read-models.sqlite'));
  try {
    const start = performance.now();
    const { events, parked } = await rebuildFromZero({
      eventStore,
      readStore,
      projections: allProjections(),
    });
    if (parked.length > 0) throw new Error(`${parked.length} streams parked`);
    return events / ((performance.now() - start) / 1000);
  } finally {
    await readStore.close();
    eventStore.close();
    await rm(beside, { recursive: true });
  }
};

const compareEngines = async (folder: string, withPeer: boolean): Promise<Line[]> => {
  const pilot = loadQuestionnaires('data')[0]!;
  const file = join(folder, 'events.sqlite');
  const store = await SqliteEventStore.open({ file });
  const path = await CommandPath.open(store, directory, pilot);
  const [rawSaves, saves, peer]: [number[], number[], PeerFigures[]] = [[], [], []];
  await path.measure(1);
  for (let round = 0; round < ROUNDS; round += 1) {
    const options = { eventsPerTransaction: EVENTS_A_SAVE, seconds: SECONDS, directory: folder };
    rawSaves.push(rawAppendCeiling(options) / EVENTS_A_SAVE);
    saves.push(await path.measure(SECONDS));
    if (withPeer && round % 2 === 0) peer.push(await measurePeer());
  }
  await store.close();
  const [rawReads, rebuilds]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    rawReads.push(rawReadCeiling({ file: file }));
    rebuilds.push(await rebuildRate(file));
  }
  const write = median(saves);
  const rebuilt = median(rebuilds);
  return [
    { what: 'durable aspect saves/s, command path', figure: whole(write) },
    { what: 'events/s, command path', figure: whole(write * EVENTS_A_SAVE) },
    { what: 'saves/s, bare SQLite (ceiling)', figure: whole(median(rawSaves)) },
    ratio('  of the ceiling', write / median(rawSaves), 0.5),
    ...peerLines('saves/s, emmett-sqlite', peer, (each) => each.appendsPerSecond, write, 3),
    { what: 'rebuild of all read models, events/s', figure: whole(rebuilt) },
    { what: 'bare read and parse, events/s (ceiling)', figure: whole(median(rawReads)) },
    ratio('  of the ceiling', rebuilt / median(rawReads), 0.35),
    ...peerLines(
      'raw replay, emmett-sqlite, events/s',
      peer,
      (each) => each.rawReplayEventsPerSecond,
      rebuilt,
      2,
    ),
  ];
};

const peerLines = (
  what: string,
  peer: readonly PeerFigures[],
  figure: (figures: PeerFigures) => number,
  ours: number,
  least: number,
): Line[] => {
  if (peer.length === 0) return [{ what, figure: 'not installed' }];
  const theirs = median(peer.map(figure));
  return [{ what, figure: whole(theirs) }, ratio('  times as fast', ours / theirs, least)];
};

const overHttp = async (folder: string): Promise<Line[]> => {
  const nation = existsSync(join(NATION, 'laos.csv'));
  const directoryDir = nation ? { DIRECTORY_DIR: NATION } : {};
  const server = await startServerProcess({ DATA_DIR: join(folder, 'served'), ...directoryDir });
  try {
    await measureHttpSaves(server.url, 1);
    const saves = await measureHttpSaves(server.url, 8);
    const lines = [
      {
        what: `HTTP saves/s (${saves.eventsPerSave} events each)`,
        figure: whole(saves.perSecond),
      },
      { what: '  p50', figure: milliseconds(percentile(saves.latencies, 50)) },
      { what: '  p99', figure: milliseconds(percentile(saves.latencies, 99)) },
    ];
    if (!nation)
      return [...lines, { what: 'lists with the nation', figure: `skipped: no ${NATION}/laos.csv` }];
    const lists = await measureLists(server.url, 8);
    const p99 = percentile(lists.latencies, 99);
    return [
      ...lines,
      { what: 'HTTP lists/s with the nation', figure: whole(lists.perSecond) },
      { what: '  p50', figure: milliseconds(percentile(lists.latencies, 50)) },
      { what: '  p99', figure: milliseconds(p99), target: '< 20 ms', met: p99 < 20 },
    ];
  } finally {
    await server.stop();
  }
};

/** As of a random point of a national round. Made-up names are used when the real directory is missing. */
const lookingBack = async (folder: string): Promise<Line[]> => {
  const nation = existsSync(join(NATION, 'laos.csv')) ? loadDirectory(NATION) : directory;
  const figures = await measureAsOf(folder, nation, loadQuestionnaires('data')[0]!);
  const atMost = (what: string, value: number, most: number): Line => ({
    what,
    figure: milliseconds(value),
    target: `< ${most} ms`,
    met: value < most,
  });
  const { list, progress, progressOfMany, survey, province } = figures;
  return [
    { what: 'as of, events in the log', figure: whole(figures.events) },
    { what: '  nation, list, p50', figure: milliseconds(median(list)) },
    atMost('  nation, list, p99', percentile(list, 99), 150),
    { what: '  nation, progress, p50', figure: milliseconds(median(progress)) },
    atMost('  nation, progress, p99', percentile(progress, 99), 150),
    atMost('  nation, progress, 20 at once, p99', percentile(progressOfMany, 99), 150),
    { what: '  survey, p50', figure: milliseconds(percentile(survey, 50)) },
    atMost('  survey, p99', percentile(survey, 99), 10),
    { what: '  biggest province, p50', figure: milliseconds(median(province)) },
    atMost('  biggest province, p99', percentile(province, 99), 100),
    { what: '  read models, MB', figure: whole(figures.readModelBytes / 1e6) },
  ];
};

/** A server with that round in its log: after `lookingBack`, which writes it. */
const servingTheNation = async (folder: string): Promise<Line[]> => {
  if (!existsSync(join(NATION, 'laos.csv'))) {
    return [{ what: 'serving the nation', figure: `skipped: no ${NATION}/laos.csv` }];
  }
  const dataDir = join(folder, 'nation');
  const rebuilt = await rebuildRate(join(dataDir, 'events.sqlite'));
  const { restarted, residentBytes, lists, results, exports } = await measureServed(dataDir, NATION);
  const p99 = percentile(lists, 99);
  const megabytes = residentBytes / 1e6;
  return [
    {
      what: 'nation, rebuild from zero, events/s',
      figure: whole(rebuilt),
      target: '≥ 60,000',
      met: rebuilt >= 60_000,
    },
    {
      what: '  ready after a restart',
      figure: `${restarted.toFixed(1)} s`,
      target: '< 3 s',
      met: restarted < 3,
    },
    {
      what: '  resident while serving',
      figure: `${whole(megabytes)} MB`,
      target: '< 500 MB',
      met: megabytes < 500,
    },
    { what: '  lists, p50', figure: milliseconds(percentile(lists, 50)) },
    { what: '  lists, p99', figure: milliseconds(p99), target: '< 15 ms', met: p99 < 15 },
    ...resultLines(results),
    ...exports.flatMap(exportLines),
  ];
};

const resultLines = ({ first, now, past }: ResultFigures): readonly Line[] => {
  const [nowP99, pastP99] = [percentile(now, 99), percentile(past, 99)];
  return [
    { what: 'results, first after a start', figure: milliseconds(first), target: '< 1 s', met: first < 1000 },
    { what: '  now, p50', figure: milliseconds(median(now)) },
    { what: '  now, p99', figure: milliseconds(nowP99), target: '< 500 ms', met: nowP99 < 500 },
    { what: '  any position, p50', figure: milliseconds(median(past)) },
    { what: '  any position, p99', figure: milliseconds(pastP99), target: '< 500 ms', met: pastP99 < 500 },
  ];
};

const exportLines = ({ format, rows, seconds, growth, lists }: ExportFigures): readonly Line[] => {
  const p99 = percentile(lists, 99);
  const megabytes = growth / 1e6;
  return [
    { what: `export ${format}, ${whole(rows)} rows, rows/s`, figure: whole(rows / seconds) },
    { what: '  growth', figure: `${whole(megabytes)} MB`, target: '< 150 MB', met: megabytes < 150 },
    { what: '  lists meanwhile, p99', figure: milliseconds(p99), target: '< 100 ms', met: p99 < 100 },
  ];
};

/** Of the largest form, as a clerk uploads it. */
const uploading = async (): Promise<Line[]> => {
  const { times, bytes } = await measureUploads();
  const p99 = percentile(times, 99);
  return [
    { what: `upload parse time, ${whole(bytes / 1e3)} kB, p50`, figure: milliseconds(median(times)) },
    { what: '  p99', figure: milliseconds(p99), target: '< 1 s', met: p99 < 1_000 },
  ];
};

const print = (lines: readonly Line[]): void => {
  const [cpu] = cpus();
  console.log(`\n${cpus().length} × ${cpu?.model}, Node ${process.version}, medians of ${ROUNDS} rounds\n`);
  for (const { what, figure, target, met } of lines) {
    const verdict = target === undefined ? '' : `  ${target.padEnd(8)} ${met ? 'met' : 'NOT MET'}`;
    console.log(`${what.padEnd(44)}${figure.padStart(12)}${verdict}`);
  }
};

const folder = await mkdtemp(join(tmpdir(), 'eservice-survey-bench-'));
try {
  print([
    ...(await compareEngines(folder, installPeer())),
    ...(await overHttp(folder)),
    ...(await uploading()),
    ...(await lookingBack(folder)),
    ...(await servingTheNation(folder)),
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
