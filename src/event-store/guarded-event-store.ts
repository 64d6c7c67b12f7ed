import type { NewEvent, RecordedEvent } from '../events/recorded-event.js';
import type { DamagedStream } from './damaged-stream.js';
import {
  EventStore,
  type AppendResult,
  type ExpectedRevision,
  type ReadAllOptions,
  type ReadStreamOptions,
  type Recoveries,
  type SubscribeOptions,
  type SubscriptionMessage,
} from './event-store.js';

/** Why nothing may be written: the log is not what was attested, or the clock of this process is wrong. */
export type StopReason = 'record' | 'clock';

/** Writing has stopped until a person acts. Reading goes on. */
export class WritingStopped extends Error {
  override readonly name = 'WritingStopped';
  constructor(
    readonly reason: StopReason,
    message: string,
  ) {
    super(message);
  }
}

/** The log as a server uses it: an append passes every guard first. Reads are not guarded. */
export class GuardedEventStore extends EventStore {
  private stopped: WritingStopped | undefined;

  /** @param guard says why an append would harm the record now; undefined if it would not */
  constructor(
    private readonly inner: EventStore,
    private readonly guard: () => WritingStopped | undefined,
  ) {
    super();
  }

  /** Stops every later append of this process. The first reason counts. */
  stopWriting(stopped: WritingStopped): void {
    this.stopped ??= stopped;
  }

  /** Undefined while this process may write. */
  get stop(): WritingStopped | undefined {
    return this.stopped ?? this.guard();
  }

  /** @throws also WritingStopped */
  override async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    const { stop } = this;
    if (stop) throw stop;
    return this.inner.append(stream, events, expected);
  }

  override readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    return this.inner.readStream(stream, options);
  }
  override readAll(options?: ReadAllOptions): AsyncIterable<readonly RecordedEvent[]> {
    return this.inner.readAll(options);
  }
  override subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    return this.inner.subscribe(options);
  }
  override head(): Promise<bigint | undefined> {
    return this.inner.head();
  }
  override ensureWritable(): Promise<void> {
    return this.inner.ensureWritable();
  }
  override close(): Promise<void> {
    return this.inner.close();
  }
  override inspect(stream: string): Promise<DamagedStream | undefined> {
    return this.inner.inspect(stream);
  }
  override mayDelete(): Promise<boolean> {
    return this.inner.mayDelete();
  }
  override get damaged(): readonly DamagedStream[] {
    return this.inner.damaged;
  }
  override noteDamage<Met extends DamagedStream>(damage: Met): Met {
    return this.inner.noteDamage(damage);
  }
  override get recoveries(): Recoveries {
    return this.inner.recoveries;
  }
}
