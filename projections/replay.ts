import type { RecordedDomainEvent } from '../src/event-store/domain-event.js';
import { collectionName } from './collection-name.js';
import type { Projection } from './projection.js';
import { MemoryReadStore } from './read-store/memory-read-store.js';
import type { ReadStore } from './read-store/read-store.js';

/** Read models as they stood after these events: a store of their own, thrown away after the question is answered. */
export const rebuiltFrom = async (
  events: readonly RecordedDomainEvent[],
  projections: readonly Projection[],
): Promise<ReadStore> => {
  const store = new MemoryReadStore();
  for (const projection of projections) {
    const writes = events.flatMap((event) => projection.project(event));
    await store.apply(collectionName(projection), writes);
  }
  return store;
};
