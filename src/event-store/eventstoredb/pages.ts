import { BACKWARDS, END, START, type EventStoreDBClient } from '@eventstore/db-client';
import type { RecordedEvent } from '../../events/recorded-event.js';
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
  for await (const event of eventsOf(client.readAll({ fromPosition, maxCount }), waiting)) {
    brought += 1;
    const { commit } = event.position!;
    if (upTo !== undefined && commit > upTo) break;
    if (after !== undefined && commit <= after) continue;
    seen = commit;
    const record = ours.take(event);
    if (record) events.push(record);
  }
  return { events, seen, atEnd: brought < maxCount };
};

/** Events from the end of the log back, ours or not. */
export const fromTheEnd = (client: EventStoreDBClient, waiting: Waiting): AsyncGenerator<ServersEvent> =>
  eventsOf(client.readAll({ direction: BACKWARDS, fromPosition: END, requiresLeader: true }), waiting);

type Call = ReturnType<EventStoreDBClient['readAll'] | EventStoreDBClient['readStream']>;

/** Events of a read. The call ends when its reader stops or the wait is over. */
export async function* eventsOf(call: Call, { heard, over }: Waiting): AsyncGenerator<ServersEvent> {
  // The iteration tells of errors; one that comes after its reader left must not end the process.
  call.on('error', () => undefined);
  over.addEventListener('abort', () => call.destroy());
  try {
    for await (const { event } of call) {
      heard();
      if (event) yield event;
    }
  } finally {
    call.destroy();
    call.cancel().catch(() => undefined); // a call that never began needs no end
  }
}
