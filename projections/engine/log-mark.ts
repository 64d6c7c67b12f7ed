import type { JsonObject, JsonValue } from '../../src/basics/json.js';
import { DamagedStream } from '../../src/event-store/damaged-stream.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';

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

/** The part of a checkpoint that names its log; a version of the code that keeps no mark writes the position alone. */
interface Marked {
  readonly position?: string | null;
  readonly last?: LogMark | null;
}

/**
 * Whether a checkpoint is of this log: it is not behind the log's end, and the event of its mark is in its place. Otherwise the read model was
 * made from another log, or from an older copy, and would miss events.
 */
export const isOfLog = async (
  eventStore: Pick<EventStore, 'head' | 'readStream'>,
  checkpoint: Marked | undefined,
): Promise<boolean> => {
  const position = checkpoint?.position;
  if (position === undefined || position === null) return true;
  const head = await eventStore.head();
  if (head === undefined || head < BigInt(position)) return false;
  const last = checkpoint?.last;
  if (!last || last.position !== position) return true;
  const revision = BigInt(last.revision);
  try {
    const [event] = await eventStore.readStream(last.stream, { from: revision, to: revision });
    if (!event) return false;
    const mark = markOf(event);
    return mark.position === last.position && mark.id === last.id && mark.hash === last.hash;
  } catch (error) {
    // A damaged stream says nothing about the other streams.
    if (error instanceof DamagedStream) return true;
    throw error;
  }
};
