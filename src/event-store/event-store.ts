import type { NewEvent, RecordedEvent } from '../events/recorded-event.js';
import { damageIn, damageOf, withoutChain, type DamagedStream } from './damaged-stream.js';

/** What the writer expects the stream to end with; `any` skips the check. */
export type ExpectedRevision = bigint | 'no-stream' | 'any';

/** One of several appends that keep their order. */
export interface OrderedAppend {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly expected: Exclude<ExpectedRevision, 'any'>;
}

/** Where the last event of an append lies. */
export interface AppendResult {
  readonly revision: bigint;
  readonly position: bigint;
}

export interface ReadStreamOptions {
  /** First revision wanted, included. Default: the stream's beginning (its end, when read backwards). */
  readonly from?: bigint;
  /** Last revision wanted, included. */
  readonly to?: bigint;
  readonly direction?: 'forwards' | 'backwards';
  /** Maximum number of events. */
  readonly limit?: number;
}

export interface ReadAllOptions {
  /** Only events behind this position (exclusive). Default: from the beginning. */
  readonly after?: bigint | undefined;
  /** Only events up to this position (inclusive). Default: to the end of the log at the time of the call. */
  readonly upTo?: bigint | undefined;
  /** Events per page. Default 1000. */
  readonly pageSize?: number;
}

export interface SubscribeOptions {
  /** Only events behind this position (exclusive). Default: from the beginning. */
  readonly after?: bigint | undefined;
  /** Ends the subscription; the iteration then finishes without an error. */
  readonly signal: AbortSignal;
  readonly pageSize?: number;
}

/**
 * `events` carries at least one event, in log order without gaps. `caught-up` comes after every event that was in the log when it was
 * last looked at has been delivered; it may come again after the subscription fell behind.
 */
export type SubscriptionMessage =
  { readonly type: 'events'; readonly events: readonly RecordedEvent[] } | { readonly type: 'caught-up' };

/** The last revision of the stream is not the expected one. Nothing was written. */
export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: bigint | 'no-stream',
  ) {
    super(`stream ${stream} ends at ${actual}, expected ${expected}`);
  }
}

/** The store is unreachable, refuses us, or cannot write (disk full, read-only, closed). It may be unknown if an append took effect. */
export class EventStoreUnavailable extends Error {
  override readonly name = 'EventStoreUnavailable';
  constructor(
    message: string,
    readonly reason:
      'closed' | 'full' | 'read-only' | 'locked' | 'io' | 'timeout' | 'unreachable' | 'refused',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The log holds appends in another order than they were sent. An order cannot be mended: only an empty log can take them again. */
export class OrderLost extends Error {
  override readonly name = 'OrderLost';
  constructor(readonly stream: string) {
    super(`the log holds an append to ${stream} before one that was sent earlier`);
  }
}

/** Bytes of one append with all its events: EventStoreDB's own limit, which every adapter keeps. */
export const LARGEST_APPEND = 1024 * 1024;

/** The append is larger than any adapter takes; it was not sent. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
  constructor(
    readonly stream: string,
    readonly bytes: number,
  ) {
    super(`an append of ${bytes} bytes to ${stream} is larger than ${LARGEST_APPEND}`);
  }
}

/** Bytes of an event as an append is counted: the server counts two for each character of the type. */
export const appendSize = ({ type, data, metadata }: NewEvent): number =>
  Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata)) + 2 * type.length;

/** @throws AppendTooLarge, RangeError for an append of nothing. */
export const requireAppendable = (stream: string, events: readonly NewEvent[]): void => {
  if (events.length === 0) throw new RangeError('an append needs at least one event');
  const bytes = events.reduce((sum, event) => sum + appendSize(event), 0);
  if (bytes > LARGEST_APPEND) throw new AppendTooLarge(stream, bytes);
};

/** Counts of failures that an adapter has recovered from since it was opened. */
export interface Recoveries {
  /** Subscriptions that the server dropped because its buffer was full. */
  readonly drops: number;
  /** Connections that were replaced because the node did not answer. */
  readonly renewals: number;
}

/**
 * The event log. The contract suite checks these rules for every adapter:
 * an append is all or nothing, and durable before its promise resolves; events of a stream are numbered without gaps;
 * an append whose events (same ids) are already at that place gives the same result as the first time and stores nothing;
 * readers see events in commit order, and a position once passed never gets an event behind it;
 * a read of a stream never gives a partial history, and a record that is not an event does not block the other records.
 */
export abstract class EventStore {
  private readonly met = new Map<string, DamagedStream>();

  /** @throws RevisionConflict, AppendTooLarge, StreamTakenAway, EventStoreUnavailable. `events` must not be empty. */
  abstract append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult>;
  /**
   * Appends one after another. After an error the log may hold the first few of them; the same call may be made again.
   * @throws what `append` throws, OrderLost.
   */
  async appendInOrder(appends: readonly OrderedAppend[]): Promise<void> {
    for (const { stream, events, expected } of appends) await this.append(stream, events, expected);
  }

  /** The stream's events; empty if there is no such stream. @throws DamagedStream, EventStoreUnavailable. */
  abstract readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]>;
  /** Pages of the whole log in order; finite. */
  abstract readAll(options?: ReadAllOptions): AsyncIterable<readonly RecordedEvent[]>;
  /** Catches up, then stays live until the signal aborts. */
  abstract subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage>;
  /** Position of the last event, or undefined while the log is empty. */
  abstract head(): Promise<bigint | undefined>;
  /**
   * Resolves when an append could be written now. An engine that cannot know this without an append answers that it is reached.
   * @throws EventStoreUnavailable
   */
  async ensureWritable(): Promise<void> {
    await this.head();
  }
  abstract close(): Promise<void>;

  /** What is wrong with a stream, read as decisions read it. @throws EventStoreUnavailable. */
  async inspect(stream: string): Promise<DamagedStream | undefined> {
    return damageIn(() => this.readStream(stream));
  }

  /** Whether this process could delete streams on a server: it never does, so it should not be able to. */
  async mayDelete(): Promise<boolean> {
    return false;
  }

  /** The damaged streams that any reader of this process has met. */
  get damaged(): readonly DamagedStream[] {
    return [...this.met.values()];
  }

  /** Raises the alarm. The place of the damage in the log is kept, though a later reader met the damage without it. */
  noteDamage<Met extends DamagedStream>(damage: Met): Met {
    const placed = this.met.get(damage.stream)?.position !== undefined;
    if (!placed || damage.position !== undefined) this.met.set(damage.stream, damage);
    return damage;
  }

  protected isDamaged(stream: string): boolean {
    return this.met.has(stream);
  }

  /** The stream shows all of its events again. A record that cannot be read stays damaged. */
  protected forgetHiding(stream: string): void {
    if (this.met.get(stream)?.damage !== 'unreadable') this.met.delete(stream);
  }

  protected noteRecords(records: readonly RecordedEvent[]): void {
    for (const record of records) {
      const damage = damageOf(record) ?? withoutChain(record);
      if (damage) this.noteDamage(damage);
    }
  }

  get recoveries(): Recoveries {
    return { drops: 0, renewals: 0 };
  }
}
