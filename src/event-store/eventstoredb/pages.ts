import { BACKWARDS, END, START, type EventStoreDBClient } from '@eventstore/db-client';
import type { RecordedEvent } from '../../events/recorded-event.js';
import { EventStoreUnavailable } from '../event-store.js';
import type { OurEvents } from './our-events.js';
import type { Waiting } from './patience.js';
import { serversPosition, type ServersEvent } from './recorded.js';

/** Some events of the whole log. */
export interface LogPage {
  /** Ours among them. */
  readonly events: readonly RecordedEvent[];
  /** Where the last event lies that was looked at, ours or not; undefined when there was none. */
  readonly seen: bigint | undefined;
  /** Whether the log went no further. */
  readonly atEnd: boolean;
}

interface PageWanted {
  /** Only what lies behind it. */
  readonly after: bigint | undefined;
  readonly upTo?: bigint | undefined;
  readonly count: number;
}

/** Reads the next events of the whole log, in one call. */
export const readLogPage = async (
  client: EventStoreDBClient,
  { after, upTo, count }: PageWanted,
  ours: OurEvents,
  waiting: Waiting,
): Promise<LogPage> => {
  // Reading from a position brings the event at it again.
  const maxCount = after === undefined ? count : count + 1;
  const fromPosition = after === undefined ? START : serversPosition(after);
  const events: RecordedEvent[] = [];
  let seen: bigint | undefined;
  let brought = 0;
  await lookThrough(client.readAll({ fromPosition, maxCount }), waiting, (event) => {
    brought += 1;
    const { commit } = event.position!;
    if (upTo !== undefined && commit > upTo) return true;
    if (after !== undefined && commit <= after) return false;
    seen = commit;
    const record = ours.take(event);
    if (record) events.push(record);
    return false;
  });
  return { events, seen, atEnd: brought < maxCount };
};

/** Looks at events from the end of the log back, ours or not. */
export const fromTheEnd = (client: EventStoreDBClient, waiting: Waiting, look: Look): Promise<void> =>
  lookThrough(
    client.readAll({ direction: BACKWARDS, fromPosition: END, requiresLeader: true }),
    waiting,
    look,
  );

type Call = ReturnType<EventStoreDBClient['readAll'] | EventStoreDBClient['readStream']>;

/** @returns whether that was enough. */
export type Look = (event: ServersEvent) => boolean;

/** Looks at the events of a read. The call ends when that was enough, or the wait is over. */
export const lookThrough = async (call: Call, { heard, over }: Waiting, look: Look): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  over.addEventListener('abort', () => call.destroy());
  call.on('error', reject);
  call.on('end', resolve);
  call.on('close', () =>
    reject(new EventStoreUnavailable('a read of EventStoreDB broke off', 'unreachable')),
  );
  call.on('data', ({ event }: { readonly event?: ServersEvent }) => {
    heard();
    try {
      if (!event || !look(event)) return;
      resolve();
    } catch (error) {
      reject(error);
    }
    call.destroy(); // no other event is looked at
  });
  try {
    await promise;
  } finally {
    call.destroy();
    call.cancel().catch(() => undefined); // a call that never began needs no end
  }
};
