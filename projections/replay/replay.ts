import { Slices } from '../../src/basics/slices.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import { Applier } from '../engine/applier.js';
import type { Projection } from '../engine/projection.js';
import { MemoryReadStore } from '../read-store/sqlite/memory-read-store.js';
import type { ReadStore } from '../read-store/read-store.js';

/** What is applied takes some milliseconds. */
const EVENTS_AT_ONCE = 100;

/** No log: the live projector has already reported what it parks, and why. */
const noLog = () => undefined;

/**
 * Read models in their own store, made from these events alone. A stream that the projector parks is parked here too.
 * @param events in log order; applied in slices
 */
export const replay = async (
  projections: readonly Projection[],
  events: readonly RecordedEvent[],
): Promise<ReadStore> => {
  const store = new MemoryReadStore();
  const applier = new Applier(store, projections, noLog);
  await applier.open();
  const slices = new Slices();
  for (let at = 0; at < events.length; at += EVENTS_AT_ONCE) {
    await applier.apply(events.slice(at, at + EVENTS_AT_ONCE));
    await slices.step();
  }
  return store;
};
