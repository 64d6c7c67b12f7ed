/**
 * Measures the engines of EVENTSTORE_URL and MONGODB_URL under our load. An engine without a URL is skipped, with a
 * line that says so.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { allProjections } from '../projections/read-models/index.js';
import { ReadStoreUnavailable } from '../src/basics/read-store-unavailable.js';
import { loadQuestionnaires } from '../src/questionnaire/load-questionnaires.js';
import { SqliteEventStore } from '../src/event-store/embedded/sqlite-event-store.js';
import { EventStoreUnavailable, type EventStore } from '../src/event-store/event-store.js';
import { EventStoreDbEventStore } from '../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { reportFailure } from '../src/configuration/report-failure.js';
import { CommandPath, EVENTS_A_SAVE, syntheticDirectory } from './command-path.js';
import { measureLag, measureRebuild } from './mongo-load.js';
import { percentile } from './statistics.js';

const SECONDS = 8;
/** A log of 10,000 events can be measured on a slow stand-in too. */
const REBUILT_SAVES = 500;
/** The nation's busiest morning: 7,849 LAOs, six aspects each, within an hour and a half, rounded up. */
const SAVES_A_SECOND = 10;

const eventStoreUrl = process.env['EVENTSTORE_URL']?.trim();
const mongoUrl = process.env['MONGODB_URL']?.trim();
const directory = syntheticDirectory();
const questionnaire = loadQuestionnaires('data')[0]!;

const line = (what: string, figure: string): void => console.log(`${what.padEnd(60)}${figure.padStart(12)}`);
const whole = (value: number): string => Math.round(value).toLocaleString('en');
const skipped = (what: string, variable: string): void => line(what, `SKIPPED: ${variable} names no server`);

/** Refuses a log that has events already, because the bench writes into it. */
const emptyLog = async (url: string): Promise<EventStore> => {
  const store = await EventStoreDbEventStore.open({ url });
  if ((await store.head()) === undefined) return store;
  await store.close();
  throw new EventStoreUnavailable('EVENTSTORE_URL holds a log: the measure writes into an empty one', 'io');
};

const measure = async (folder: string): Promise<void> => {
  await using stores = new AsyncDisposableStack();
  const opening = eventStoreUrl
    ? emptyLog(eventStoreUrl)
    : SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
  const log = stores.adopt(await opening, (store) => store.close());
  const path = await CommandPath.open(log, directory, questionnaire);
  const where = eventStoreUrl ? 'EventStoreDB' : 'the embedded log';
  if (mongoUrl) await measureMongo(log, path, where);
  else skipped('projection lag, and rebuild into MongoDB', 'MONGODB_URL');
  if (!eventStoreUrl) skipped('aspect saves/s on EventStoreDB', 'EVENTSTORE_URL');
  await path.measure(1);
  line(`aspect saves/s on ${where} (${EVENTS_A_SAVE} events each)`, whole(await path.measure(SECONDS)));
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
  await measure(folder);
} catch (error) {
  reportFailure(error, [EventStoreUnavailable, ReadStoreUnavailable]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
