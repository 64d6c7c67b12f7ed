import { setImmediate } from 'node:timers/promises';
import { START, streamNameFilter, type EventStoreDBClient } from '@eventstore/db-client';
import type { RecordedEvent } from '../../events/recorded-event.js';
import { EventStoreUnavailable } from '../event-store.js';
import type { IsOurs } from './pages.js';
import { recordedEvent, serversPosition, type ServersEvent } from './recorded.js';

interface LiveOptions {
  /** Only what lies behind it. */
  readonly after: bigint | undefined;
  readonly prefixes: readonly string[];
  readonly isOurs: IsOurs;
  readonly pageSize: number;
  /** Called whenever so many milliseconds passed in which nothing came. */
  readonly idle: number;
  readonly onIdle: () => void;
}

/**
 * What a subscription brings, in the order the server sent it, until the signal aborts. Events are taken out when they are wanted, so a slow
 * reader slows the server down.
 * @throws whatever ended the subscription; one that the server ended in peace is broken off too, since the log goes on.
 */
export async function* liveEvents(
  client: EventStoreDBClient,
  { after, prefixes, isOurs, pageSize, idle, onIdle }: LiveOptions,
  signal: AbortSignal,
): AsyncGenerator<readonly RecordedEvent[]> {
  const subscription = client.subscribeToAll(
    {
      fromPosition: after === undefined ? START : serversPosition(after),
      filter: streamNameFilter({ prefixes: [...prefixes] }),
    },
    { highWaterMark: pageSize },
  );
  let broken: Error | undefined;
  let changed = Promise.withResolvers<void>();
  const wake = (): void => changed.resolve();
  subscription.on('readable', wake);
  subscription.on('error', (error: Error) => {
    broken ??= error;
    wake();
  });
  subscription.on('end', () => {
    broken ??= new EventStoreUnavailable('EventStoreDB ended the subscription', 'unreachable');
    wake();
  });
  signal.addEventListener('abort', wake);
  const silence = setInterval(onIdle, idle);
  try {
    while (!signal.aborted) {
      changed = Promise.withResolvers();
      const events: RecordedEvent[] = [];
      while (events.length < pageSize) {
        const resolved = subscription.read() as { readonly event?: ServersEvent } | null;
        if (resolved === null) break;
        const { event } = resolved;
        if (event && isOurs(event.streamId)) events.push(recordedEvent(event));
      }
      silence.refresh();
      if (events.length > 0) yield events;
      else if (broken) throw broken;
      else {
        await changed.promise;
        await setImmediate(); // the events of one append come one by one: they are taken together
      }
    }
  } finally {
    clearInterval(silence);
    signal.removeEventListener('abort', wake);
    subscription.destroy();
    subscription.unsubscribe().catch(() => undefined); // a subscription that never began needs no end
  }
}
