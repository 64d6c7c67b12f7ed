import type { RecordedEvent } from '../events/recorded-event.js';
import { CHAIN_START, eventHash } from './hash-chain.js';

/** The end of a stream. The next event must follow it. */
export interface StreamEnd {
  readonly revision: bigint;
  readonly hash: string;
}

const BEGINNING: StreamEnd = { revision: -1n, hash: CHAIN_START };

/** Whether the event follows that end: it has the next revision and a hash that continues the chain. */
export const follows = (end: StreamEnd, event: RecordedEvent): boolean =>
  event.revision === end.revision + 1n && hashHolds(end.hash, event);

/** An altered event may hold a value without a canonical form. */
export const hashHolds = (previousHash: string, event: RecordedEvent): boolean => {
  try {
    return eventHash(previousHash, event) === event.metadata['hash'];
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
};

/** The first of these events of one stream that does not continue the chain from this end. */
export const firstBreak = (end: StreamEnd, events: readonly RecordedEvent[]): RecordedEvent | undefined => {
  let last = end;
  for (const event of events) {
    if (!follows(last, event)) return event;
    last = { revision: event.revision, hash: event.metadata['hash'] as string };
  }
  return undefined;
};

/** Recomputes the hash chain of every stream in a log. It takes the events in log order. */
export class ChainWalk {
  private readonly ends = new Map<string, StreamEnd>();

  /** Number of streams so far. */
  get streams(): number {
    return this.ends.size;
  }

  /** The end of the stream after the events so far. */
  endOf(stream: string): StreamEnd {
    return this.ends.get(stream) ?? BEGINNING;
  }

  /** Takes the event. Returns false, and takes nothing, when the event does not continue its chain. */
  take(event: RecordedEvent): boolean {
    if (!follows(this.endOf(event.stream), event)) return false;
    this.ends.set(event.stream, { revision: event.revision, hash: event.metadata['hash'] as string });
    return true;
  }
}
