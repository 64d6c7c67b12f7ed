/** Appends saves at a steady rate, on a connection of its own. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { NewEvent } from '../src/events/recorded-event.js';
import type { OrderedAppend } from '../src/event-store/event-store.js';
import { EventStoreDbEventStore } from '../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { now } from './statistics.js';

export interface WriterPlan {
  readonly url: string;
  readonly savesPerSecond: number;
  readonly seconds: number;
  /** The events of one save. Each run gives them new ids and a time. */
  readonly save: readonly NewEvent[];
}

export interface WriterReport {
  readonly saves: number;
  readonly savesPerSecond: number;
  /** When the last save was acknowledged; see `now`. */
  readonly end: number;
}

/** Saves of one call, when the server is behind the rate. */
const MOST_TOGETHER = 64;
/** Milliseconds between two looks at what is due. */
const TICK = 2;

/** The saves go ahead in one call. One call for each save would cost the processors that the reader needs. */
const write = async ({ url, savesPerSecond, seconds, save }: WriterPlan): Promise<WriterReport> => {
  const store = await EventStoreDbEventStore.open({ url });
  const run = randomUUID().slice(0, 8);
  const begun = now();
  let saves = 0;
  const next = (): OrderedAppend => {
    const metadata = { sentAt: begun + (saves * 1000) / savesPerSecond };
    saves += 1;
    const events = save.map((event) => ({
      ...event,
      id: randomUUID(),
      metadata: { ...event.metadata, ...metadata },
    }));
    return { stream: `survey-${run}.${saves}`, events, expected: 'no-stream' };
  };
  while (now() - begun < seconds * 1000) {
    const due = Math.ceil(((now() - begun) / 1000) * savesPerSecond) - saves;
    if (due > 0) await store.appendInOrder(Array.from({ length: Math.min(due, MOST_TOGETHER) }, next));
    else await pause(TICK);
  }
  const end = now();
  await store.close();
  return { saves, savesPerSecond: (saves * 1000) / (end - begun), end };
};

parentPort?.postMessage(await write(workerData as WriterPlan));
