import type { NewEvent, RecordedEvent } from '../../src/events/recorded-event.js';
import {
  EventStore,
  EventStoreUnavailable,
  RevisionConflict,
  type AppendResult,
  type ExpectedRevision,
  type ReadAllOptions,
  type ReadStreamOptions,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '../../src/event-store/event-store.js';

/** The event-store port in memory. `drop` ends every subscription like a lost connection. */
export class MemoryEventStore extends EventStore {
  readonly log: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private changed = Promise.withResolvers<void>();
  private drops = 0;
  private closed = false;

  override async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    this.mustBeOpen();
    const lying = this.streams.get(stream) ?? [];
    const end = lying.length - 1;
    const start =
      expected === 'any' ? placeOf(lying, events) : expected === 'no-stream' ? 0 : Number(expected) + 1;
    const stored = lying.slice(start, start + events.length);
    if (stored.length === events.length && stored.every((event, at) => event.id === events[at]!.id)) {
      return resultOf(stored);
    }
    if (start !== end + 1) throw new RevisionConflict(stream, expected, end < 0 ? 'no-stream' : BigInt(end));
    const recorded = events.map((event, at) => ({
      ...structuredClone(event),
      stream,
      revision: BigInt(start + at),
      position: BigInt(this.log.length + at + 1),
    }));
    this.streams.set(stream, [...lying, ...recorded]);
    this.log.push(...recorded);
    this.wake();
    return resultOf(recorded);
  }

  override async readStream(
    stream: string,
    options: ReadStreamOptions = {},
  ): Promise<readonly RecordedEvent[]> {
    this.mustBeOpen();
    const { from, to, direction = 'forwards', limit = Infinity } = options;
    const events = this.streams.get(stream) ?? [];
    const [least, most] = direction === 'forwards' ? [from, to] : [to, from];
    const wanted = events.filter(
      ({ revision }) =>
        (least === undefined || revision >= least) && (most === undefined || revision <= most),
    );
    return (direction === 'forwards' ? wanted : wanted.reverse()).slice(0, limit);
  }

  override async *readAll({ after = 0n, upTo, pageSize = 1000 }: ReadAllOptions = {}) {
    this.mustBeOpen();
    const end = Math.min(this.log.length, Number(upTo ?? this.log.length));
    for (let at = Number(after); at < end; at += pageSize)
      yield this.log.slice(at, Math.min(at + pageSize, end));
  }

  override async *subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    const { after = 0n, signal, pageSize = 1000 } = options;
    this.mustBeOpen();
    const { drops } = this;
    let at = Number(after);
    let saidCaughtUp = false;
    const wake = () => this.wake();
    signal.addEventListener('abort', wake);
    try {
      while (!signal.aborted) {
        if (this.drops !== drops || this.closed) throw new EventStoreUnavailable('dropped', 'unreachable');
        const { promise } = this.changed;
        const events = this.log.slice(at, at + pageSize);
        if (events.length > 0) {
          at += events.length;
          yield { type: 'events', events };
        } else if (!saidCaughtUp) {
          saidCaughtUp = true;
          yield { type: 'caught-up' };
        } else await promise;
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  override async head(): Promise<bigint | undefined> {
    this.mustBeOpen();
    return this.log.at(-1)?.position;
  }

  override async close(): Promise<void> {
    this.closed = true;
    this.wake();
  }

  drop(): void {
    this.drops += 1;
    this.wake();
  }

  private wake(): void {
    this.changed.resolve();
    this.changed = Promise.withResolvers<void>();
  }

  private mustBeOpen(): void {
    if (this.closed) throw new EventStoreUnavailable('closed', 'closed');
  }
}

const placeOf = (lying: readonly RecordedEvent[], events: readonly NewEvent[]): number => {
  const first = lying.findIndex((event) => event.id === events[0]?.id);
  return first < 0 ? lying.length : first;
};

const resultOf = (events: readonly RecordedEvent[]): AppendResult => {
  const { revision, position } = events.at(-1)!;
  return { revision, position };
};
