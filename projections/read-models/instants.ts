import { CLOCK_TOLERANCE } from '../../src/event-store/clock-guard.js';
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
 *
 * A clock that runs ahead would hide all later events until its time has come. So an event that is dated more than CLOCK_TOLERANCE before
 * the latest one begins a new era. Events of earlier eras that are dated more than CLOCK_TOLERANCE after this beginning are misdated. They
 * count from the time of the beginning. This changes no answer: before the era began, its time had not come.
 */
interface Run extends Document {
  readonly time: string;
  /** The number of times that a clock ran ahead before. */
  readonly era: number;
  /** The latest time of the era's events up to the run. */
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
  const previous = last as Run | undefined;
  if (typeof time !== 'string' || time === previous?.time) return undefined;
  const place = { time, before: before?.toString() ?? null };
  return { id: placeOf(position), set: { ...place, ...eraOf(time, previous) } };
};

const eraOf = (time: string, previous: Run | undefined): Pick<Run, 'era' | 'latest'> => {
  if (!previous) return { era: 0, latest: time };
  const { era, latest } = previous;
  if (latest > tolerated(time)) return { era: era + 1, latest: time };
  return { era, latest: latest > time ? latest : time };
};

/** The latest time of an earlier event that is not misdated. */
const tolerated = (time: string): string => new Date(Date.parse(time) + CLOCK_TOLERANCE).toISOString();

export const instants: Projection = {
  name: 'instants',
  version: 1,
  indexes: [['era', 'latest', '_id']],
  project: () => [],
  note,
};
const collection = collectionName(instants);

/**
 * The last event of an instant (ISO 8601 UTC), if a later event is known; −1 before the first event. Undefined: more events may
 * belong to it. The read model has to be complete: any event may show that an earlier one is misdated.
 */
export const endOfInstant = async (store: ReadStore, time: string): Promise<bigint | undefined> => {
  const [end] = await store.find<Run>(collection, {}, { sort: { era: -1, latest: -1, _id: -1 }, limit: 1 });
  const beginnings: string[] = [];
  for (let era = 0; era <= (end?.era ?? -1); era += 1) {
    const [beginning] = await store.find<Run>(collection, { era }, { sort: { latest: 1, _id: 1 }, limit: 1 });
    beginnings.push(beginning!.time);
  }
  for (const era of beginnings.keys()) {
    const passed = beginnings.slice(era + 1).filter((beginning) => beginning <= time);
    const run = await firstAfter(store, era, time, passed);
    if (run) return BigInt(run.before ?? -1);
  }
  return undefined;
};

/** The first run of an era that counts after the instant. `passed` are the beginnings of later eras up to the instant. */
const firstAfter = async (
  store: ReadStore,
  era: number,
  time: string,
  passed: readonly string[],
): Promise<Run | undefined> => {
  const [earliest] = passed.toSorted();
  const [run] =
    earliest === undefined
      ? await store.find<Run>(
          collection,
          { era, latest: { range: { gt: time } } },
          { sort: { latest: 1, _id: 1 }, limit: 1 },
        )
      : await store.find<Run>(
          collection,
          { era, time: { range: { gt: time, lte: tolerated(earliest) } } },
          { sort: { _id: 1 }, limit: 1 },
        );
  return run;
};

/** The time of the last event at or before a position; undefined before the first. */
export const timeAt = async (store: ReadStore, position: bigint): Promise<string | undefined> => {
  const begun = { _id: { range: { lte: placeOf(position) } } };
  const [run] = await store.find<Run>(collection, begun, { sort: { _id: -1 }, limit: 1 });
  return run?.time;
};
