import { setImmediate } from 'node:timers/promises';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import type { Log } from './applier.js';
import { Backoff, type BackoffTimes } from '../../src/basics/backoff.js';

/** Between two subscriptions while they bring no progress. A store that is back is read within a second. */
export const retryPauses: BackoffTimes = { first: 100, longest: 1_000 };
/** Milliseconds between two log lines about the same fault. An outage of an hour would fill the log otherwise. */
const SAID_AGAIN_AFTER = 10_000;

export interface LogConsumer {
  readonly eventStore: EventStore;
  /** The last event that was taken. A new subscription begins after it. */
  readonly position: () => bigint | undefined;
  readonly take: (events: readonly RecordedEvent[]) => Promise<void>;
  readonly caughtUp?: () => void | Promise<void>;
}

/** Follows one subscription until it ends, fails or the signal aborts. */
export const followOnce = async (reader: LogConsumer, signal: AbortSignal): Promise<void> => {
  const subscription = reader.eventStore.subscribe({ after: reader.position(), signal });
  for await (const message of subscription) {
    if (signal.aborted) return;
    if (message.type === 'caught-up') await reader.caughtUp?.();
    else {
      await reader.take(message.events);
      await setImmediate(); // lets requests run while a long log is read
    }
  }
};

/**
 * Subscribes again after every end and every failure, until the signal aborts. The pauses grow while the position does
 * not move.
 */
export const keepFollowing = async (
  { position, log }: { readonly position: () => bigint | undefined; readonly log: Log },
  signal: AbortSignal,
  follow: () => Promise<void>,
  pauses = retryPauses,
): Promise<void> => {
  const backoff = new Backoff(pauses);
  let said: { readonly message: string; readonly at: number } | undefined;
  const say = (...[level, message, fields]: Parameters<Log>): void => {
    const at = performance.now();
    if (said?.message === message && at - said.at < SAID_AGAIN_AFTER) return;
    said = { message, at };
    log(level, message, fields);
  };
  while (!signal.aborted) {
    const before = position();
    const resumesIn = () => {
      if (position() !== before) {
        backoff.reset();
        said = undefined;
      }
      return backoff.next;
    };
    try {
      await follow();
      if (!signal.aborted) say('warn', 'subscription ended', { resumesIn: resumesIn() });
    } catch (error) {
      say('error', 'subscription failed', { error, resumesIn: resumesIn() });
    }
    await backoff.pause(signal);
  }
};
