import { setImmediate } from 'node:timers/promises';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import type { Log } from './applier.js';
import { elapsed } from '../../src/basics/elapsed.js';

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;

export interface LogConsumer {
  readonly eventStore: EventStore;
  /** What has been taken in: a subscription goes on behind it. */
  readonly position: () => bigint | undefined;
  readonly take: (events: readonly RecordedEvent[]) => Promise<void>;
  readonly caughtUp?: () => void | Promise<void>;
}

/** One subscription, until it ends, fails or the signal aborts. */
export const followOnce = async (reader: LogConsumer, signal: AbortSignal): Promise<void> => {
  const subscription = reader.eventStore.subscribe({ after: reader.position(), signal });
  for await (const message of subscription) {
    if (signal.aborted) return;
    if (message.type === 'caught-up') await reader.caughtUp?.();
    else {
      await reader.take(message.events);
      await setImmediate(); // requests are served while a long log is caught up with
    }
  }
};

/** Follows the log again and again until the signal aborts, whatever drops; the pauses grow while nothing comes of it. */
export const keepFollowing = async (
  { position, log }: { readonly position: () => bigint | undefined; readonly log: Log },
  signal: AbortSignal,
  follow: () => Promise<void>,
): Promise<void> => {
  let pause = FIRST_PAUSE;
  while (!signal.aborted) {
    const before = position();
    try {
      await follow();
      if (!signal.aborted) log('warn', 'subscription ended', { resumesIn: pause });
    } catch (error) {
      log('error', 'subscription failed', { error, resumesIn: pause });
    }
    if (position() !== before) pause = FIRST_PAUSE;
    await elapsed(pause, signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
};
