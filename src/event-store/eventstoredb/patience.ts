import { Backoff, type BackoffTimes } from '../../basics/backoff.js';
import { EventStoreUnavailable } from '../event-store.js';
import { mayPass, unavailableBy } from './failures.js';

const PAUSES: BackoffTimes = { first: 25, longest: 1_000 };

/** Signals between a request and its caller. */
export interface Waiting {
  /** Something came, and more is expected: the wait begins anew. */
  readonly heard: () => void;
  /** Aborts when the wait is over, whatever came of it. */
  readonly over: AbortSignal;
}

/** @throws EventStoreUnavailable when nothing comes for so long, or the signal aborts; what the work still does then is lost. */
export const answeredWithin = async <T>(
  milliseconds: number,
  work: (waiting: Waiting) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const message = `EventStoreDB did not answer within ${milliseconds} ms`;
  const giveUp = (): void => reject(new EventStoreUnavailable(message, 'timeout'));
  const replaced = (): void =>
    reject(new EventStoreUnavailable('the client of EventStoreDB was replaced', 'unreachable'));
  const timer = setTimeout(giveUp, milliseconds);
  const over = new AbortController();
  signal?.addEventListener('abort', replaced);
  try {
    return await Promise.race([work({ heard: () => timer.refresh(), over: over.signal }), late]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', replaced);
    over.abort();
  }
};

/** How long a server that is away is waited for. */
export class Patience {
  private awaySince: number | undefined;

  /**
   * @param attempt milliseconds that one request may take
   * @param patience milliseconds from the first request that failed until nothing is asked again
   */
  constructor(
    readonly attempt: number,
    readonly patience: number,
  ) {}

  answered(): void {
    this.awaySince = undefined;
  }

  unanswered(begun: number): void {
    this.awaySince ??= begun;
  }

  /**
   * When a request gives up that is first made now. Several requests of one command wait for one absence together; after
   * the patience each is tried once.
   */
  endFrom(now: number): number {
    return Math.max(now + this.attempt, (this.awaySince ?? now) + this.patience);
  }
}

/** Milliseconds that the next request may take. */
export type Limit = () => number;

/** Asks again, at growing intervals, while the server is away, late or not the leader. */
export const patiently = async <T>(patience: Patience, work: (limit: Limit) => Promise<T>): Promise<T> => {
  const end = patience.endFrom(performance.now());
  const limit = (): number => Math.ceil(Math.max(1, Math.min(patience.attempt, end - performance.now())));
  const backoff = new Backoff(PAUSES);
  for (;;) {
    const begun = performance.now();
    try {
      const answer = await work(limit);
      patience.answered();
      return answer;
    } catch (error) {
      const failure = unavailableBy(error);
      if (failure && mayPass(failure)) patience.unanswered(begun);
      else patience.answered();
      if (!failure || !mayPass(failure) || performance.now() + backoff.next > end) throw failure ?? error;
    }
    await backoff.pause();
  }
};
