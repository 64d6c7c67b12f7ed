import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { EventStoreDBClient, START } from '@eventstore/db-client';
import type { EventStore } from '../src/event-store/event-store.js';
import type { WriterPlan, WriterReport } from './save-writer.worker.js';
import { median, now } from './statistics.js';

/** Milliseconds after the last save in which the reader must have all. */
const PATIENCE = 60_000;

export interface Followed {
  readonly savesPerSecond: number;
  /** Milliseconds of each event, from when its save was due until the reader had it. */
  readonly lags: readonly number[];
  /** Milliseconds from the last acknowledgement until the reader had everything. */
  readonly liveAfter: number;
  readonly drops: number;
  /** Whether the reader had every event once, in the log's order. */
  readonly exact: boolean;
}

/** A reader follows the log while another thread writes. The store must be open on the same address. */
export const measureFollowing = async (store: EventStore, plan: WriterPlan): Promise<Followed> => {
  const after = await store.head();
  const dropsBefore = store.recoveries.drops;
  const stopping = new AbortController();
  const seen: bigint[] = [];
  const lags: number[] = [];
  let lastAt = 0;
  let expected = Infinity;
  const following = (async () => {
    for await (const message of store.subscribe({ after, signal: stopping.signal })) {
      if (message.type === 'caught-up') continue;
      lastAt = now();
      for (const { position, metadata } of message.events) {
        seen.push(position);
        lags.push(lastAt - (metadata['sentAt'] as number));
      }
      if (seen.length >= expected) stopping.abort();
    }
  })();
  const writer = new Worker(new URL('./save-writer.worker.js', import.meta.url), { workerData: plan });
  const [{ saves, savesPerSecond, end }] = (await once(writer, 'message')) as [WriterReport];
  expected = saves * plan.save.length;
  if (seen.length >= expected) stopping.abort();
  const patience = setTimeout(() => stopping.abort(), PATIENCE);
  await following;
  clearTimeout(patience);
  const written: bigint[] = [];
  for await (const page of store.readAll({ after })) written.push(...page.map(({ position }) => position));
  return {
    savesPerSecond,
    lags,
    liveAfter: Math.max(0, lastAt - end),
    drops: store.recoveries.drops - dropsBefore,
    exact:
      written.length === expected &&
      seen.length === expected &&
      seen.every((position, at) => position === written[at]),
  };
};

/** Events a second of the store's `readAll`, and of the bare client, over the first events of the log. */
export const measureReading = async (
  store: EventStore,
  { url, events, rounds }: { readonly url: string; readonly events: number; readonly rounds: number },
): Promise<{ readonly ours: number; readonly bare: number }> => {
  const client = EventStoreDBClient.connectionString(url);
  const [ours, bare]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await rate(events, client.readAll({ fromPosition: START, maxCount: events }), () => 1));
      ours.push(await rate(events, store.readAll(), (page) => page.length));
    }
  } finally {
    await client.dispose();
  }
  return { ours: median(ours), bare: median(bare) };
};

/** @param sizeOf how many events one item of the reading is */
const rate = async <T>(
  most: number,
  reading: AsyncIterable<T>,
  sizeOf: (item: T) => number,
): Promise<number> => {
  const begun = performance.now();
  let read = 0;
  for await (const item of reading) {
    read += sizeOf(item);
    if (read >= most) break;
  }
  return (read * 1000) / (performance.now() - begun);
};
