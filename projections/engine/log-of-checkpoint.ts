import { DamagedStream } from '../../src/event-store/damaged-stream.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import { positionOf, type ProjectionCheckpoint } from './checkpoints.js';

/**
 * Whether a checkpoint is of this log: it does not lie behind the log's end, and the last event that was taken in is the one at its place.
 * Else the log is another one, or an older copy, and nothing new would ever reach the read model, or the wrong things.
 */
export const isOfLog = async (
  eventStore: Pick<EventStore, 'head' | 'readStream'>,
  checkpoint: ProjectionCheckpoint | undefined,
): Promise<boolean> => {
  const position = positionOf(checkpoint);
  if (position === undefined) return true;
  const head = await eventStore.head();
  if (head === undefined || head < position) return false;
  const last = checkpoint?.event;
  // A version that does not remember the event writes the position alone.
  if (last?.position !== checkpoint?.position) return true;
  if (!last) return true;
  const revision = BigInt(last.revision);
  try {
    const [event] = await eventStore.readStream(last.stream, { from: revision, to: revision });
    return (
      event?.position === position &&
      event.id === last.id &&
      (event.metadata['hash'] ?? null) === (last.hash ?? null)
    );
  } catch (error) {
    if (error instanceof DamagedStream) return true; // it says nothing about the others
    throw error;
  }
};
