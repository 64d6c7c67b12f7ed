import type { JsonObject, JsonValue } from '../../src/basics/json.js';
import { DamagedEvent, type EventStore } from '../../src/event-store/event-store.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';

/** How the last event that read models were made from is recognised: its hash covers all that came before it in its stream. */
export interface LogMark {
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
  readonly id: string;
  readonly hash: JsonValue;
}

/** What a checkpoint keeps of it. */
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

/** Whether the event is there: else the read models were made from another log, or from one that was longer. */
export const isInLog = async (
  eventStore: Pick<EventStore, 'readStream'>,
  mark: LogMark,
): Promise<boolean> => {
  const from = BigInt(mark.revision);
  try {
    const [event] = await eventStore.readStream(mark.stream, { from, to: from });
    if (!event) return false;
    const { position, id, hash } = markOf(event);
    return position === mark.position && id === mark.id && hash === mark.hash;
  } catch (error) {
    if (error instanceof DamagedEvent) return false;
    throw error;
  }
};
