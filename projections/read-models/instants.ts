import type { RecordedEvent } from '../../src/events/recorded-event.js';
import { collectionName } from '../engine/collection-name.js';
import { placeOf } from '../engine/place.js';
import type { Before, Projection } from '../engine/projection.js';
import type { Document, Write } from '../read-store/document.js';
import type { ReadStore } from '../read-store/read-store.js';

/**
 * A run of events with one time, in log order; `_id` is the place of its first event.
 *
 * The events of an instant are the longest beginning of the log in which no event is dated later. The reason: users always saw a
 * beginning of the log. An event is dated before it is visible, so no event dated after an instant was visible at that instant. Clocks of
 * two processes differ, and a clock may be set back. An event may then follow a later-dated event; it belongs to that later instant. An
 * answer for a past instant therefore never changes as the log grows.
 */
interface Run extends Document {
  readonly time: string;
  /** The latest time of all events up to the run. */
  readonly latest: string;
  /** The position of the event before the run; null for the first. */
  readonly before: string | null;
}

/** The first event has none, and a record without a time belongs to the events before it. */
const note = (
  { position, metadata }: RecordedEvent,
  { last, position: before }: Before,
): Write | undefined => {
  const { time } = metadata;
  if (typeof time !== 'string' || time === last?.['time']) return undefined;
  const latest = last === undefined ? time : later(last['latest'] as string, time);
  return { id: placeOf(position), set: { time, latest, before: before?.toString() ?? null } };
};

const later = (a: string, b: string): string => (a > b ? a : b);

export const instants: Projection = {
  name: 'instants',
  version: 1,
  indexes: [['latest', '_id']],
  project: () => [],
  note,
};
const collection = collectionName(instants);

/**
 * The last event of an instant (ISO 8601 UTC), if an event dated later is known; −1 before the first event. Undefined: more events may
 * belong to it.
 */
export const endOfInstant = async (store: ReadStore, time: string): Promise<bigint | undefined> => {
  const dated = { latest: { range: { gt: time } } };
  const [run] = await store.find<Run>(collection, dated, { sort: { latest: 1, _id: 1 }, limit: 1 });
  return run && BigInt(run.before ?? -1);
};

/** The time of the last event at or before a position; undefined before the first. */
export const timeAt = async (store: ReadStore, position: bigint): Promise<string | undefined> => {
  const begun = { _id: { range: { lte: placeOf(position) } } };
  const [run] = await store.find<Run>(collection, begun, { sort: { _id: -1 }, limit: 1 });
  return run?.time;
};
