import type { EventStore } from '../../src/event-store/event-store.js';
import type { Log } from '../engine/applier.js';
import { checkpoints, parkedStreams, positionOf, type NamedCheckpoint } from '../engine/checkpoints.js';
import { collectionName } from '../engine/collection-name.js';
import type { Document } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import type { ReadStore } from '../read-store/read-store.js';
import { rebuildRequests } from '../engine/rebuild-request.js';

/** Milliseconds that a read model of older code must stay unchanged before it counts as unused. */
const GRACE = 24 * 3_600_000;

/** Since when (ISO 8601) a collection of an older version has stayed at a position while the log went on. */
interface Unmoved extends Document {
  readonly since: string;
  readonly position: string;
}

const unmovedCollections = 'superseded_read_models';

export interface SupersededOptions {
  readonly eventStore: Pick<EventStore, 'head'>;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly log: Log;
}

/**
 * Drops the read models of older code once they are unused: the new version is built, and the old one has stayed
 * unchanged for a day while the log went on. A running process of the old code keeps feeding its own read models, so
 * they are not dropped. One that starts later, after a rollback, builds them anew.
 */
export const dropSuperseded = async (
  { eventStore, readStore, projections, log }: SupersededOptions,
  now: Date,
): Promise<void> => {
  await readStore.prepare({ name: unmovedCollections, indexes: [] });
  const known = await readStore.find<NamedCheckpoint>(checkpoints, {});
  const head = await eventStore.head();
  for (const projection of projections) {
    const current = positionOf(known.find(({ _id }) => _id === collectionName(projection)));
    for (const old of known) {
      const position = positionOf(old);
      if (!isOlder(old, projection) || position === undefined || current === undefined) continue;
      if (current < position || (head ?? -1n) <= position) continue;
      const unmoved = await readStore.findById<Unmoved>(unmovedCollections, old._id);
      if (unmoved?.position !== position.toString()) {
        const set = { since: now.toISOString(), position: position.toString() };
        await readStore.apply(unmovedCollections, [{ id: old._id, set }]);
      } else if (now.getTime() - Date.parse(unmoved.since) >= GRACE) {
        await drop(readStore, old._id);
        log('info', 'superseded read model dropped', { collection: old._id, by: collectionName(projection) });
      }
    }
  }
};

/**
 * Drops the read models that code of another version projected. Use it only where one process has the store to itself, and after every read
 * model of this code is built.
 */
export const dropOtherVersions = async (
  readStore: ReadStore,
  projections: readonly Projection[],
  log: Log,
): Promise<void> => {
  const current = new Set(projections.map(collectionName));
  for (const { _id: collection } of await readStore.find<NamedCheckpoint>(checkpoints, {})) {
    if (current.has(collection)) continue;
    await readStore.remove(checkpoints, [collection]);
    await readStore.remove(parkedStreams, [collection]);
    await readStore.drop(collection);
    log('info', 'read model of other code dropped', { collection });
  }
};

const isOlder = ({ _id, projection: name, version }: NamedCheckpoint, projection: Projection): boolean =>
  name === projection.name && version < projection.version && _id === collectionName({ name, version });

/** The checkpoint goes first. If this is interrupted and the old code comes back, it begins from zero, not with a part. */
const drop = async (readStore: ReadStore, collection: string): Promise<void> => {
  for (const memory of [checkpoints, parkedStreams, rebuildRequests])
    await readStore.remove(memory, [collection]);
  await readStore.drop(collection);
  await readStore.remove(unmovedCollections, [collection]);
};
