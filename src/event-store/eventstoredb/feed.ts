import type { AllStreamSubscription } from '@eventstore/db-client';
import type { RecordedEvent } from '../../events/recorded-event.js';
import { EventStoreUnavailable, type SubscriptionMessage } from '../event-store.js';
import { recordedEvent } from './recorded.js';

/**
 * What a subscription brings, in the order the server sent it, until the signal aborts. The client tells of `caughtUp` as soon as it
 * hears of it, ahead of the events that still lie in its buffer: here it waits for them. Events are taken out when they are wanted,
 * so a slow reader slows the server down.
 * @throws whatever ended the subscription; one that the server ended in peace is broken off too, since the log goes on.
 */
export async function* feed(
  subscription: AllStreamSubscription,
  isOurs: (stream: string) => boolean,
  { signal, pageSize }: { readonly signal: AbortSignal; readonly pageSize: number },
): AsyncGenerator<SubscriptionMessage> {
  let taken = 0;
  let caughtUpAfter: number | undefined;
  let broken: Error | undefined;
  let changed = Promise.withResolvers<void>();
  const wake = (): void => changed.resolve();
  subscription.on('readable', wake);
  subscription.on('caughtUp', () => {
    caughtUpAfter = taken + subscription.readableLength;
    wake();
  });
  subscription.on('error', (error: Error) => {
    broken ??= error;
    wake();
  });
  subscription.on('end', () => {
    broken ??= new EventStoreUnavailable('EventStoreDB ended the subscription', 'unreachable');
    wake();
  });
  signal.addEventListener('abort', wake);
  try {
    while (!signal.aborted) {
      changed = Promise.withResolvers();
      const events: RecordedEvent[] = [];
      while (events.length < pageSize && taken !== caughtUpAfter) {
        const resolved = subscription.read() as { event?: Parameters<typeof recordedEvent>[0] } | null;
        if (resolved === null) break;
        taken += 1;
        const { event } = resolved;
        if (event && isOurs(event.streamId)) events.push(recordedEvent(event));
      }
      if (events.length > 0) yield { type: 'events', events };
      else if (taken === caughtUpAfter) {
        caughtUpAfter = undefined;
        yield { type: 'caught-up' };
      } else if (broken) throw broken;
      else await changed.promise;
    }
  } finally {
    signal.removeEventListener('abort', wake);
    subscription.destroy();
    subscription.unsubscribe().catch(() => undefined); // a subscription that never began needs no end
  }
}
