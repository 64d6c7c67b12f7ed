import type { NewEvent, RecordedEvent } from '../events/recorded-event.js';

/** What the writer expects the stream to end with; `any` skips the check. */
export type ExpectedRevision = bigint | 'no-stream' | 'any';

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
  /** At most so many events. */
  readonly limit?: number;
}

export interface ReadAllOptions {
  /** Only events behind this position (exclusive). Default: from the beginning. */
  readonly after?: bigint | undefined;
  /** Only events up to this position (inclusive). Default: to the end of the log as it stands at the call. */
  readonly upTo?: bigint | undefined;
  /** Events a page. Default 1000. */
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
 * sent has been delivered; it may come again after the subscription fell behind.
 */
export type SubscriptionMessage =
  { readonly type: 'events'; readonly events: readonly RecordedEvent[] } | { readonly type: 'caught-up' };

/** The stream ended somewhere else than the writer expected. Nothing was written. */
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

/** The store could not be reached, or can take no more (disk full, read-only, closed). Whether an append took effect may be unknown. */
export class EventStoreUnavailable extends Error {
  override readonly name = 'EventStoreUnavailable';
  constructor(
    message: string,
    readonly reason: 'closed' | 'full' | 'read-only' | 'locked' | 'io' | 'timeout' | 'unreachable',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What lies at this place of the log is no event any more: somebody, or the disk, has altered it. */
export class DamagedEvent extends Error {
  override readonly name = 'DamagedEvent';
  constructor(
    readonly stream: string,
    readonly revision: bigint,
    readonly position: bigint,
    options?: ErrorOptions,
  ) {
    super(`${stream}@${revision} at position ${position} cannot be read: it has been altered`, options);
  }
}

/**
 * The event log. Every adapter keeps, and the contract suite checks:
 * an append is all or nothing, and durable before its promise resolves; events of a stream are numbered without gaps;
 * an append whose events already stand at that place (same ids) answers as the first time and stores nothing;
 * readers see events in commit order, and a position once passed never gets an event behind it.
 */
export abstract class EventStore {
  /** @throws RevisionConflict, EventStoreUnavailable. `events` must not be empty. */
  abstract append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult>;
  /** The stream's events; empty if there is no such stream. */
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
}
