import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import type { Write } from '../projections/read-store/document.js';
import type { Projection } from '../projections/engine/projection.js';
import { Projector } from '../projections/engine/projector.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { updatesOf } from '../projections/read-store/updates.js';
import { MongoReadStore } from '../projections/read-store/mongo/mongo-read-store.js';
import { rebuildFromZero } from '../projections/maintenance/rebuild-from-zero.js';
import type { EventStore } from '../src/event-store/event-store.js';
import type { CommandPath } from './command-path.js';

export interface MongoLoad {
  /** A database of this measure's own. */
  readonly url: string;
  readonly eventStore: EventStore;
  readonly projections: readonly Projection[];
}

/** Keeps the writes of the projections, so that they can be repeated without the projections. */
class WritesKept extends MemoryReadStore {
  readonly batches: { readonly collection: string; readonly writes: readonly Write[] }[] = [];

  override async apply(collection: string, writes: readonly Write[]): Promise<void> {
    this.batches.push({ collection, writes });
    await super.apply(collection, writes);
  }
}

/** Events a second of a rebuild of every read model, and of the same batches of updates given directly to the driver. */
export const measureRebuild = async ({
  url,
  eventStore,
  projections,
}: MongoLoad): Promise<{ readonly eventsPerSecond: number; readonly ceilingEventsPerSecond: number }> => {
  const kept = new WritesKept();
  await rebuildFromZero({ eventStore, readStore: kept, projections });
  const ceiling = await inDatabase(url, async (client) => {
    const start = performance.now();
    for (const { collection, writes } of kept.batches) {
      const operations = updatesOf(writes).map((update) => {
        const upsert = 'set' in update;
        const removed = upsert ? [] : update.unset.map((path) => [path, '' as const]);
        const fields = upsert ? { $set: update.set } : { $unset: Object.fromEntries(removed) };
        return { updateOne: { filter: { _id: update.id }, update: fields, upsert } };
      });
      if (operations.length === 0) continue;
      await client.db().collection<{ _id: string }>(collection).bulkWrite(operations);
    }
    return performance.now() - start;
  });
  const ours = await inDatabase(url, async () => {
    const readStore = await MongoReadStore.open({ url });
    const start = performance.now();
    const { events } = await rebuildFromZero({ eventStore, readStore, projections });
    const milliseconds = performance.now() - start;
    await readStore.close();
    return { events, milliseconds };
  });
  return {
    eventsPerSecond: (ours.events * 1000) / ours.milliseconds,
    ceilingEventsPerSecond: (ours.events * 1000) / ceiling,
  };
};

/** Milliseconds from each save's acknowledgement until every read model has it, under a steady load of saves. */
export const measureLag = ({
  url,
  eventStore,
  projections,
  path,
  savesPerSecond,
  seconds,
}: MongoLoad & {
  readonly path: CommandPath;
  readonly savesPerSecond: number;
  readonly seconds: number;
}): Promise<readonly number[]> =>
  inDatabase(url, async () => {
    const readStore = await MongoReadStore.open({ url });
    const projector = new Projector({ eventStore, readStore, projections });
    await projector.start();
    await projector.caughtUp();
    const lags: Promise<number>[] = [];
    for (let sent = 0; sent < savesPerSecond * seconds; sent += 1) {
      lags.push(lagOf(path, projector));
      await pause(1000 / savesPerSecond);
    }
    const measured = await Promise.all(lags);
    await projector.stop();
    await readStore.close();
    return measured;
  });

const lagOf = async (path: CommandPath, projector: Projector): Promise<number> => {
  const position = await path.save();
  const acknowledged = performance.now();
  if (!(await projector.waitFor(position, 60_000))) throw new Error('not projected within a minute');
  return performance.now() - acknowledged;
};

const inDatabase = async <T>(url: string, work: (client: MongoClient) => Promise<T>): Promise<T> => {
  const client = await MongoClient.connect(url);
  try {
    return await work(client);
  } finally {
    await client.db().dropDatabase();
    await client.close();
  }
};
