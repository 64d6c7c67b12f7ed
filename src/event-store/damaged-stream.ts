import type { RecordedEvent } from '../events/recorded-event.js';
import { parseStream } from '../events/streams.js';
import { UnreadableEvent } from '../events/upcasting.js';
import type { ReadStreamOptions } from './event-store.js';

export type Damage = 'taken-away' | 'unreadable' | 'truncated';

/** A stream is no longer what was appended to it: a person, or the disk, has changed the log. It needs an operator. */
export abstract class DamagedStream extends Error {
  abstract readonly damage: Damage;
  protected constructor(
    message: string,
    readonly stream: string,
    /** Revision of the first event that is missing or unreadable. */
    readonly revision: bigint,
    /** Position of the damage in the log; undefined if the log does not show it. */
    readonly position: bigint | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The whole stream was deleted. */
export class StreamTakenAway extends DamagedStream {
  override readonly name = 'StreamTakenAway';
  override readonly damage = 'taken-away';
  constructor(stream: string, position?: bigint, options?: ErrorOptions) {
    const where = position === undefined ? '' : ` at position ${position}`;
    super(`${stream} was taken away${where}`, stream, 0n, position, options);
  }
}

/** A record of the stream is no longer an event. */
export class UnreadableRecord extends DamagedStream {
  override readonly name = 'UnreadableRecord';
  override readonly damage = 'unreadable';
  constructor(stream: string, revision: bigint, position: bigint, options?: ErrorOptions) {
    const message = `${stream}@${revision} at position ${position} cannot be read: it was altered`;
    super(message, stream, revision, position, options);
  }
}

/** Events are missing, at the stream's beginning or between others. */
export class TruncatedStream extends DamagedStream {
  override readonly name = 'TruncatedStream';
  override readonly damage = 'truncated';
  /** `cutAt`: where the log shows that the stream's metadata was set to hide events. */
  constructor(stream: string, revision: bigint, cutAt?: bigint) {
    const message =
      cutAt === undefined
        ? `${stream}@${revision} is missing, later events are there`
        : `${stream} was cut at position ${cutAt}: its metadata hides events`;
    super(message, stream, revision, cutAt);
  }
}

/** Whether a stream is no record that this code can read. It stops what concerns this stream, and nothing else. */
export const isOfDamage = (error: unknown): error is DamagedStream | UnreadableEvent =>
  error instanceof DamagedStream || error instanceof UnreadableEvent;

/** The type under which `readAll` and subscriptions deliver a record that is no event, so that all others are still read. */
const UNREADABLE = '$unreadable';

/** Delivered instead of a record that is not an event. It has no hash, so that every chain breaks there. */
export const unreadableRecord = (
  { id, stream, revision, position }: Omit<RecordedEvent, 'type' | 'data' | 'metadata'>,
  damage: 'taken-away' | 'unreadable',
): RecordedEvent => ({ id, stream, revision, position, type: UNREADABLE, data: { damage }, metadata: {} });

/** What is wrong with a record of `readAll`; undefined for an event. */
export const damageOf = ({
  type,
  data,
  stream,
  revision,
  position,
}: RecordedEvent): DamagedStream | undefined => {
  if (type !== UNREADABLE) return undefined;
  return data['damage'] === 'taken-away'
    ? new StreamTakenAway(stream, position)
    : new UnreadableRecord(stream, revision, position);
};

/** An event in a stream of the survey that has no link of the stream's hash chain: this system did not write it. */
export const withoutChain = ({
  stream,
  revision,
  position,
  metadata,
}: RecordedEvent): DamagedStream | undefined =>
  parseStream(stream) === undefined || typeof metadata['hash'] === 'string'
    ? undefined
    : new UnreadableRecord(stream, revision, position);

/**
 * A read from revision n begins at n, or the stream ends before it; nothing is left out.
 * @throws DamagedStream
 */
export const requireWhole = (
  stream: string,
  events: readonly RecordedEvent[],
  { from, to, direction = 'forwards', limit = Infinity }: ReadStreamOptions,
): void => {
  const step = direction === 'forwards' ? 1n : -1n;
  let expected = direction === 'forwards' ? (from ?? 0n) : events[0]?.revision;
  for (const event of events) {
    const damage = damageOf(event);
    if (damage) throw damage;
    if (event.revision !== expected) throw new TruncatedStream(stream, expected!);
    expected += step;
  }
  const endsEarly = direction === 'backwards' && events.length > 0 && events.length < limit;
  if (endsEarly && expected! >= (to ?? 0n)) throw new TruncatedStream(stream, expected!);
};

/** The damage that a read meets; undefined when it meets none. */
export const damageIn = async (read: () => Promise<unknown>): Promise<DamagedStream | undefined> => {
  try {
    await read();
    return undefined;
  } catch (error) {
    if (error instanceof DamagedStream) return error;
    throw error;
  }
};
