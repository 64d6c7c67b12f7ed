import type { RecordedEvent } from '../events/recorded-event.js';
import { CHAIN_START, eventHash } from './hash-chain.js';

/** Where a stream stands: how its next event has to begin. */
export interface StreamEnd {
  readonly revision: bigint;
  readonly hash: string;
}

const BEGINNING: StreamEnd = { revision: -1n, hash: CHAIN_START };

/** Whether the event is the one after that end: next revision, and a hash that follows from all that came before. */
export const follows = (end: StreamEnd, event: RecordedEvent): boolean =>
  event.revision === end.revision + 1n && hashHolds(end.hash, event);

/** An altered event may hold what has no canonical form at all. */
export const hashHolds = (previousHash: string, event: RecordedEvent): boolean => {
  try {
    return eventHash(previousHash, event) === event.metadata['hash'];
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
};

/** Takes the log in order and recomputes the hash chain of every stream in it. */
export class ChainWalk {
  private readonly ends = new Map<string, StreamEnd>();

  /** Streams met so far. */
  get streams(): number {
    return this.ends.size;
  }

  /** Where the stream stands after what was taken in. */
  endOf(stream: string): StreamEnd {
    return this.ends.get(stream) ?? BEGINNING;
  }

  /** Takes the event in, or answers false, and does not, when it does not follow. */
  take(event: RecordedEvent): boolean {
    if (!follows(this.endOf(event.stream), event)) return false;
    this.ends.set(event.stream, { revision: event.revision, hash: event.metadata['hash'] as string });
    return true;
  }
}
