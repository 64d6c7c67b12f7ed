/**
 * Measures the engines of EVENTSTORE_URL and MONGODB_URL under our load. An engine without a URL is skipped, with a
 * line that says so. `EVENTSTORE_URL=stand-in` measures the tests' own server.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { allProjections } from '../projections/read-models/index.js';
import { ReadStoreUnavailable } from '../src/basics/read-store-unavailable.js';
import type { NewEvent, RecordedEvent } from '../src/events/recorded-event.js';
import { loadQuestionnaires } from '../src/questionnaire/load-questionnaires.js';
import { SqliteEventStore } from '../src/event-store/embedded/sqlite-event-store.js';
import { EventStoreUnavailable, type EventStore } from '../src/event-store/event-store.js';
import { EventStoreDbEventStore } from '../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { copyLog } from '../src/event-store/moving/copy-log.js';
import { reportFailure } from '../src/configuration/report-failure.js';
import { CommandPath, EVENTS_A_SAVE, syntheticDirectory } from './command-path.js';
import { measureFollowing, measureReading } from './event-reader.js';
import { measureLag, measureRebuild } from './mongo-load.js';
import type { WriterPlan } from './save-writer.worker.js';
import { startStandIn } from './stand-in.js';
import { percentile } from './statistics.js';

const SECONDS = 8;
/** A log of 10,000 events can be measured on a slow stand-in too. */
const REBUILT_SAVES = 500;
/** The nation's busiest morning: 7,849 LAOs, six aspects each, within an hour and a half, rounded up. */
const SAVES_A_SECOND = 10;

/** Saves of the log that is moved. */
const MOVED_SAVES = 2_000;
/** A busy hour of the nation, and as much as a real 23.10.8 took from its client on two processors. */
const FOLLOWED = [
  { savesPerSecond: 50, seconds: 60 },
  { savesPerSecond: 600, seconds: 15 },
];
/** Events of one measure of `readAll`. */
const READ = 30_000;

const eventStoreUrl = process.env['EVENTSTORE_URL']?.trim();
const mongoUrl = process.env['MONGODB_URL']?.trim();
const directory = syntheticDirectory();
const questionnaire = loadQuestionnaires('data')[0]!;

const line = (what: string, figure: string): void => console.log(`${what.padEnd(60)}${figure.padStart(12)}`);
const whole = (value: number): string => Math.round(value).toLocaleString('en');
const skipped = (what: string, variable: string): void => line(what, `SKIPPED: ${variable} names no server`);

/** Refuses a log that has events already, because the bench writes into it. */
const emptyLog = async (url: string): Promise<EventStoreDbEventStore> => {
  const store = await EventStoreDbEventStore.open({ url });
  if ((await store.head()) === undefined) return store;
  await store.close();
  throw new EventStoreUnavailable('EVENTSTORE_URL holds a log: the measure writes into an empty one', 'io');
};

const measureEmbedded = async (folder: string): Promise<void> => {
  await using stores = new AsyncDisposableStack();
  const log = stores.adopt(await embeddedLog(folder), (store) => store.close());
  await measureSaves(log, 'the embedded log');
};

const embeddedLog = (folder: string): Promise<SqliteEventStore> =>
  SqliteEventStore.open({ file: join(folder, 'events.sqlite') });

const measureSaves = async (log: EventStore, where: string): Promise<void> => {
  const path = await CommandPath.open(log, directory, questionnaire);
  if (mongoUrl) await measureMongo(log, path, where);
  else skipped('projection lag, and rebuild into MongoDB', 'MONGODB_URL');
  await path.measure(1);
  line(`aspect saves/s on ${where} (${EVENTS_A_SAVE} events each)`, whole(await path.measure(SECONDS)));
};

const measureEventStore = async (url: string, where: string, folder: string): Promise<void> => {
  await using stores = new AsyncDisposableStack();
  const log = stores.adopt(await emptyLog(url), (store) => store.close());
  await measureCopy(log, where, folder);
  const save = await lastSave(log);
  await measureSaves(log, where);
  for (const load of FOLLOWED) await measureFollower(log, { url, save, ...load }, where);
  const { ours, bare } = await measureReading(log, { url, events: READ, rounds: 3 });
  line(`readAll from ${where}, events/s`, whole(ours));
  line('  the client alone, events/s', whole(bare));
  line('  of the client', (ours / bare).toFixed(2));
};

/** Moves a log of saves as `npm run migrate-log` does. */
const measureCopy = async (to: EventStore, where: string, folder: string): Promise<void> => {
  await using stores = new AsyncDisposableStack();
  const from = stores.adopt(await embeddedLog(folder), (store) => store.close());
  const path = await CommandPath.open(from, directory, questionnaire);
  await Promise.all(Array.from({ length: MOVED_SAVES }, () => path.save()));
  const begun = performance.now();
  let sent = NaN;
  const onProved = (): void => void (sent = Number.isNaN(sent) ? performance.now() - begun : sent);
  const { events } = await copyLog({ from, to, onProved });
  line(`migrate-log to ${where}, events/s, ${whole(events)} events`, whole((events * 1000) / sent));
  line('  with the proof, events/s', whole((events * 1000) / (performance.now() - begun)));
};

const lastSave = async (log: EventStore): Promise<readonly NewEvent[]> => {
  const events: RecordedEvent[] = [];
  for await (const page of log.readAll()) events.push(...page);
  return events.slice(-EVENTS_A_SAVE).map(({ id, type, data, metadata }) => ({ id, type, data, metadata }));
};

const measureFollower = async (log: EventStore, plan: WriterPlan, where: string): Promise<void> => {
  const { savesPerSecond, lags, liveAfter, drops, exact } = await measureFollowing(log, plan);
  line(
    `follower of ${where}: saves/s for ${plan.seconds} s, ${plan.savesPerSecond} wanted`,
    savesPerSecond.toFixed(1),
  );
  line('  lag from when the save was due, p50', `${percentile(lags, 50).toFixed(1)} ms`);
  line('  p99', `${percentile(lags, 99).toFixed(1)} ms`);
  line('  live after the last save', `${liveAfter.toFixed(0)} ms`);
  line('  drops by the server', whole(drops));
  line('  every event once and in order', exact ? 'yes' : 'NO');
};

const measureMongo = async (eventStore: EventStore, path: CommandPath, where: string): Promise<void> => {
  for (let saves = 0; saves < REBUILT_SAVES; saves += 1) await path.save();
  const options = { url: ownDatabase(mongoUrl!), eventStore, projections: allProjections() };
  const rebuilt = await measureRebuild(options);
  line(`rebuild into MongoDB from ${where}, events/s`, whole(rebuilt.eventsPerSecond));
  line('  the same writes by the driver’s bulkWrite alone, events/s', whole(rebuilt.ceilingEventsPerSecond));
  line('  of the ceiling', (rebuilt.eventsPerSecond / rebuilt.ceilingEventsPerSecond).toFixed(2));
  const lags = await measureLag({ ...options, path, savesPerSecond: SAVES_A_SECOND, seconds: SECONDS });
  const load = `${SAVES_A_SECOND} saves/s`;
  line(`projection lag at ${load} from ${where}, p50`, `${percentile(lags, 50).toFixed(1)} ms`);
  line('  p99', `${percentile(lags, 99).toFixed(1)} ms`);
};

/** A database of this run's own on the given server. It is dropped at the end. */
const ownDatabase = (url: string): string => {
  const [, server, options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)[^?]*(\?.*)?$/.exec(url)!;
  return `${server}/eservice_bench_${randomUUID().slice(0, 8)}${options}`;
};

console.log(`\n${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, one round\n`);
const folder = await mkdtemp(join(tmpdir(), 'eservice-survey-bench-'));
try {
  if (eventStoreUrl === 'stand-in') {
    const standIn = await startStandIn();
    try {
      await measureEventStore(standIn.url, 'the stand-in', folder);
    } finally {
      standIn.stop();
    }
  } else if (eventStoreUrl) await measureEventStore(eventStoreUrl, 'EVENTSTORE_URL', folder);
  else {
    skipped('EventStoreDB', 'EVENTSTORE_URL');
    await measureEmbedded(folder);
  }
} catch (error) {
  reportFailure(error, [EventStoreUnavailable, ReadStoreUnavailable]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
