/** Appends saves at a steady rate, on a connection of its own. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { NewEvent } from '../src/events/recorded-event.js';
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

const IN_FLIGHT = 64;
/** Milliseconds between two looks at what is due. */
const TICK = 2;

const write = async ({ url, savesPerSecond, seconds, save }: WriterPlan): Promise<WriterReport> => {
  const store = await EventStoreDbEventStore.open({ url });
  const run = randomUUID().slice(0, 8);
  const begun = now();
  const underway = new Set<Promise<void>>();
  let saves = 0;
  const append = async (): Promise<void> => {
    saves += 1;
    const stamped = { sentAt: now() };
    const events = save.map((event) => ({
      ...event,
      id: randomUUID(),
      metadata: { ...event.metadata, ...stamped },
    }));
    await store.append(`survey-${run}.${saves}`, events, 'no-stream');
  };
  while (now() - begun < seconds * 1000) {
    const due = ((now() - begun) / 1000) * savesPerSecond;
    while (saves < due && underway.size < IN_FLIGHT) {
      const appending = append().finally(() => underway.delete(appending));
      underway.add(appending);
    }
    if (underway.size === IN_FLIGHT) await Promise.race(underway);
    else await pause(TICK);
  }
  await Promise.all(underway);
  const end = now();
  await store.close();
  return { saves, savesPerSecond: (saves * 1000) / (end - begun), end };
};

parentPort?.postMessage(await write(workerData as WriterPlan));
