import type { JsonObject, JsonValue } from '../../src/basics/json.js';
import { DamagedStream } from '../../src/event-store/damaged-stream.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import type { Projection } from './projection.js';

/** Identifies the last event that a read model has taken in. Its hash covers all earlier events of its stream. */
export interface LogMark {
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
  readonly id: string;
  readonly hash: JsonValue;
}

/** The part of an event that a checkpoint keeps. */
export const markOf = ({
  stream,
  revision,
  position,
  id,
  metadata,
}: RecordedEvent): LogMark & JsonObject => ({
  stream,
  revision: revision.toString(),
  position: position.toString(),
  id,
  hash: metadata['hash'] ?? null,
});

/** A read model that was made from another log, or from more of this one. */
export interface ForeignReadModel {
  readonly projection: Projection;
  /** Where it is in the other log. */
  readonly position: string;
}

/** The part of a checkpoint that names its log; a version of the code that keeps no mark writes the position alone. */
interface Marked {
  readonly position?: string | null;
  readonly last?: LogMark | null;
}

/**
 * Whether a checkpoint is of this log: the event of its mark is in its place. Without a mark, its position is not behind the log's end.
 * Otherwise the read model was made from another log, or from more of this one, and would miss events.
 */
export const isOfLog = async (
  eventStore: Pick<EventStore, 'head' | 'readStream'>,
  checkpoint: Marked | undefined,
): Promise<boolean> => {
  const position = checkpoint?.position;
  if (position === undefined || position === null) return true;
  const last = checkpoint?.last;
  const verdict = last?.position === position ? await isInPlace(eventStore, last) : 'unknown';
  if (verdict !== 'unknown') return verdict;
  const head = await eventStore.head();
  return head !== undefined && head >= BigInt(position);
};

/** Unknown for an event of a damaged stream, which says nothing about the other streams. */
const isInPlace = async (
  eventStore: Pick<EventStore, 'readStream'>,
  { stream, revision, position, id, hash }: LogMark,
): Promise<boolean | 'unknown'> => {
  const place = BigInt(revision);
  try {
    const [event] = await eventStore.readStream(stream, { from: place, to: place });
    if (!event) return false;
    const found = markOf(event);
    return found.position === position && found.id === id && found.hash === hash;
  } catch (error) {
    if (error instanceof DamagedStream) return 'unknown';
    throw error;
  }
};
