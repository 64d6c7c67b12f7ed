import { setImmediate } from 'node:timers/promises';
import { START, streamNameFilter, type EventStoreDBClient } from '@eventstore/db-client';
import type { RecordedEvent } from '../../events/recorded-event.js';
import { EventStoreUnavailable, type SubscriptionMessage } from '../event-store.js';
import type { OurEvents } from './our-events.js';
import { serversPosition, type ServersEvent } from './recorded.js';

/** Events that the server looks at before it tells how far it is. */
const SEARCH_WINDOW = 1_000;

interface LiveOptions {
  /** Only what lies behind it. */
  readonly after: bigint | undefined;
  readonly ours: OurEvents;
  readonly pageSize?: number;
  /** Only the leader knows every event that was acknowledged. */
  readonly requiresLeader?: boolean;
  /** Called when the server has passed over events that are not ours. */
  readonly onPassed?: () => void;
}

/**
 * What a subscription brings, in the order the server sent it, until the signal aborts. Events are taken out when they are wanted, so a slow
 * reader slows the server down. The server tells when it has caught up (from 23.10 on).
 * @throws whatever ended the subscription; one that the server ended in peace is broken off too, since the log goes on.
 */
export async function* liveEvents(
  client: EventStoreDBClient,
  { after, ours, pageSize = SEARCH_WINDOW, requiresLeader = false, onPassed }: LiveOptions,
  signal: AbortSignal,
): AsyncGenerator<SubscriptionMessage> {
  const subscription = client.subscribeToAll(
    {
      fromPosition: after === undefined ? START : serversPosition(after),
      requiresLeader,
      filter: streamNameFilter({
        prefixes: ours.concerning,
        maxSearchWindow: SEARCH_WINDOW,
        checkpointReached: async () => onPassed?.(),
      }),
    },
    { highWaterMark: pageSize },
  );
  let broken: Error | undefined;
  let caughtUp = false;
  let changed = Promise.withResolvers<void>();
  const wake = (): void => changed.resolve();
  subscription.on('readable', wake);
  subscription.on('caughtUp', () => {
    caughtUp = true;
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
      while (events.length < pageSize) {
        const resolved = subscription.read() as { readonly event?: ServersEvent } | null;
        if (resolved === null) break;
        const record = resolved.event && ours.take(resolved.event);
        if (record) events.push(record);
      }
      if (events.length > 0) yield { type: 'events', events };
      else if (broken) throw broken;
      else if (caughtUp) {
        caughtUp = false;
        yield { type: 'caught-up' };
      } else {
        await changed.promise;
        await setImmediate(); // the events of one append come one by one: they are taken together
      }
    }
  } finally {
    signal.removeEventListener('abort', wake);
    subscription.destroy();
    subscription.unsubscribe().catch(() => undefined); // a subscription that never began needs no end
  }
}
