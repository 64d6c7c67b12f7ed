import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  StreamDeletedError,
  StreamNotFoundError,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import type { RecordedEvent } from '../../events/recorded-event.js';
import { requireWhole, StreamTakenAway, type DamagedStream } from '../damaged-stream.js';
import type { ReadStreamOptions } from '../event-store.js';
import { hiddenBy } from './hidden-events.js';
import { lookThrough } from './pages.js';
import type { Waiting } from './patience.js';
import { recordedEvent } from './recorded.js';

/** Reads one stream. @throws DamagedStream */
export const readWhole = async (
  client: EventStoreDBClient,
  stream: string,
  options: ReadStreamOptions,
  waiting: Waiting,
): Promise<readonly RecordedEvent[]> => {
  const { from, to, direction = 'forwards', limit = Infinity } = options;
  const forwards = direction === 'forwards';
  const span = forwards && to !== undefined ? Number(to - (from ?? 0n)) + 1 : Infinity;
  const maxCount = Math.min(limit, span, Number.MAX_SAFE_INTEGER);
  if (maxCount < 1) return [];
  const call = client.readStream(stream, {
    fromRevision: from ?? (forwards ? START : END),
    direction: forwards ? FORWARDS : BACKWARDS,
    maxCount,
    requiresLeader: true, // a decision is made on what was acknowledged last
  });
  const events: RecordedEvent[] = [];
  try {
    await lookThrough(call, waiting, (event) => {
      if (!forwards && to !== undefined && event.revision < to) return true;
      events.push(recordedEvent(event));
      return false;
    });
  } catch (error) {
    if (error instanceof StreamDeletedError) throw new StreamTakenAway(stream, undefined, { cause: error });
    if (!(error instanceof StreamNotFoundError)) throw error;
    // A deleted stream is not found either: what is left of it is its metadata.
    const hidden = await hiddenByMetadata(client, stream);
    if (hidden) throw hidden;
    return [];
  }
  requireWhole(stream, events, options);
  return events;
};

/** What the metadata of a stream hides of it. */
export const hiddenByMetadata = async (
  client: EventStoreDBClient,
  stream: string,
): Promise<DamagedStream | undefined> => {
  const { metadata } = await client.getStreamMetadata(stream, { requiresLeader: true });
  return metadata ? hiddenBy(stream, metadata) : undefined;
};
