import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  FORWARDS,
  jsonEvent,
  NO_STREAM,
  START,
  streamNameFilter,
  StreamNotFoundError,
  WrongExpectedVersionError,
  type AppendToStreamOptions,
} from '@eventstore/db-client';
import type { NewEvent, RecordedEvent } from '../../events/recorded-event.js';
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
} from '../event-store.js';
import { streamPrefixes } from '../../events/streams.js';
import { isDrop, unavailableBy } from './failures.js';
import { feed } from './feed.js';
import { answerWithin, eachWithin, patiently } from './patience.js';
import { recordedEvent, serversPosition } from './recorded.js';

const PAGE_SIZE = 1000;

export interface EventStoreDbOptions {
  /** `esdb://…` or `esdb+discover://…`, as the server's documentation has it. */
  readonly url: string;
  /** How the streams of this log begin; whatever else the server holds is not seen. Default: the survey's. */
  readonly prefixes?: readonly string[];
  /** How long one request may go without an answer, milliseconds. Default 3,000. */
  readonly attempt?: number;
  /** How long a request is made again while the server is away, milliseconds. Default 12,000. */
  readonly patience?: number;
}

type Exactly = Exclude<ExpectedRevision, 'any'>;

/** The event log in EventStoreDB (22.6 or later; 23.10 or later tells subscribers that they caught up). One to a process. */
export class EventStoreDbEventStore extends EventStore {
  private readonly closing = new AbortController();
  private lastHead: bigint | undefined;

  private constructor(
    private readonly client: EventStoreDBClient,
    private readonly prefixes: readonly string[],
    private readonly attempt: number,
    private readonly patience: number,
  ) {
    super();
  }

  /** @throws EventStoreUnavailable when the URL cannot be read, no server answers, or it refuses us. */
  static async open(options: EventStoreDbOptions): Promise<EventStoreDbEventStore> {
    const { url, prefixes = streamPrefixes, attempt = 3_000, patience = 12_000 } = options;
    const store = new EventStoreDbEventStore(connect(url), prefixes, attempt, patience);
    try {
      await store.head();
    } catch (error) {
      await store.close();
      throw error;
    }
    return store;
  }

  override async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    if (events.length === 0) throw new RangeError('an append needs at least one event');
    if (expected === 'any') return this.appendAnywhere(stream, events);
    return this.patiently(() => this.appendOnce(stream, events, expected));
  }

  override async readStream(
    stream: string,
    { from, to, direction = 'forwards', limit = Infinity }: ReadStreamOptions = {},
  ): Promise<readonly RecordedEvent[]> {
    const forwards = direction === 'forwards';
    const span = forwards && to !== undefined ? Number(to - (from ?? 0n)) + 1 : Infinity;
    const maxCount = Math.min(limit, span, Number.MAX_SAFE_INTEGER);
    if (maxCount < 1) return [];
    return this.patiently(async () => {
      const call = this.client.readStream(stream, {
        fromRevision: from ?? (forwards ? START : END),
        direction: forwards ? FORWARDS : BACKWARDS,
        maxCount,
        requiresLeader: true, // a decision is made on what was acknowledged last
      });
      const found: RecordedEvent[] = [];
      try {
        for await (const { event } of eachWithin(this.attempt, call)) {
          if (!event) continue;
          if (!forwards && to !== undefined && event.revision < to) break;
          found.push(recordedEvent(event));
        }
      } catch (error) {
        if (error instanceof StreamNotFoundError) return [];
        throw error;
      }
      return found;
    });
  }

  override readAll({ after, upTo, pageSize }: ReadAllOptions = {}): AsyncIterable<readonly RecordedEvent[]> {
    // The end is taken now, not when the first page is asked for.
    const end = this.head().then((head) =>
      upTo === undefined || head === undefined || head < upTo ? head : upTo,
    );
    end.catch(() => undefined); // told to whoever reads the pages, if anybody does
    return this.pages(after, end, pageSize ?? PAGE_SIZE);
  }

  override async *subscribe({
    after,
    signal,
    pageSize = PAGE_SIZE,
  }: SubscribeOptions): AsyncGenerator<SubscriptionMessage> {
    const ended = AbortSignal.any([signal, this.closing.signal]);
    let last = after;
    while (!signal.aborted) {
      this.ensureOpen();
      const subscription = this.client.subscribeToAll(
        {
          fromPosition: last === undefined ? START : serversPosition(last),
          filter: streamNameFilter({ prefixes: [...this.prefixes] }),
        },
        { highWaterMark: pageSize },
      );
      try {
        for await (const message of feed(subscription, this.isOurs, { signal: ended, pageSize })) {
          if (message.type === 'events') last = message.events.at(-1)!.position;
          yield message;
        }
      } catch (error) {
        if (!isDrop(error)) throw unavailableBy(error) ?? error;
      }
    }
  }

  override async head(): Promise<bigint | undefined> {
    const known = this.lastHead;
    const head = await this.patiently(async () => {
      const call = this.client.readAll({ direction: BACKWARDS, fromPosition: END, requiresLeader: true });
      for await (const { event } of eachWithin(this.attempt, call)) {
        if (!event) continue;
        if (this.isOurs(event.streamId)) return recordedEvent(event).position;
        if (known !== undefined && event.position.commit <= known) return known; // nothing of ours came since
      }
      return undefined;
    });
    if (head !== undefined && head > (this.lastHead ?? -1n)) this.lastHead = head;
    return head;
  }

  override async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    // The client waits for calls to end that may never do so.
    await answerWithin(1_000, this.client.dispose()).catch(() => undefined);
  }

  private readonly isOurs = (stream: string): boolean =>
    this.prefixes.some((prefix) => stream.startsWith(prefix));

  /** The events' ids make a repetition harmless, whatever became of the attempt before. */
  private async appendOnce(
    stream: string,
    events: readonly NewEvent[],
    expected: Exactly,
  ): Promise<AppendResult> {
    try {
      const options: AppendToStreamOptions = {
        expectedRevision: expected === 'no-stream' ? NO_STREAM : expected,
        requiresLeader: true,
        deadline: this.attempt,
      };
      const proposed = events.map(({ id, type, data, metadata }) => jsonEvent({ id, type, data, metadata }));
      const { nextExpectedRevision, position } = await answerWithin(
        this.attempt,
        this.client.appendToStream(stream, proposed, options),
      );
      if (position && position.commit === position.prepare) {
        return { revision: nextExpectedRevision, position: position.commit };
      }
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) throw error;
    }
    // Refused, or acknowledged without saying where: what stands there now is the answer.
    return this.answerByLog(stream, events, expected);
  }

  private async answerByLog(
    stream: string,
    events: readonly NewEvent[],
    expected: Exactly,
  ): Promise<AppendResult> {
    const from = expected === 'no-stream' ? 0n : expected + 1n;
    const standing = await this.readStream(stream, { from, limit: events.length });
    const end = standing.at(-1);
    if (end && standing.length === events.length && standing.every(({ id }, at) => id === events[at]!.id)) {
      return { revision: end.revision, position: end.position };
    }
    const [actual] = await this.readStream(stream, { direction: 'backwards', limit: 1 });
    throw new RevisionConflict(stream, expected, actual?.revision ?? 'no-stream');
  }

  /** The server's own idempotency is only a memory of recent events when it is given no revision, so it always is. */
  private async appendAnywhere(stream: string, events: readonly NewEvent[]): Promise<AppendResult> {
    for (;;) {
      const lying = await this.readStream(stream);
      const end = lying.at(-1)?.revision ?? 'no-stream';
      const start = lying.findIndex(({ id }) => id === events[0]!.id);
      if (start >= 0) {
        const before = lying[start]!.revision;
        return this.answerByLog(stream, events, before === 0n ? 'no-stream' : before - 1n);
      }
      try {
        return await this.append(stream, events, end);
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
      }
    }
  }

  private async *pages(
    after: bigint | undefined,
    until: Promise<bigint | undefined>,
    pageSize: number,
  ): AsyncGenerator<readonly RecordedEvent[]> {
    const end = await until;
    if (end === undefined || (after !== undefined && after >= end)) return;
    const fromPosition = after === undefined ? START : serversPosition(after);
    let page: RecordedEvent[] = [];
    try {
      for await (const { event } of eachWithin(this.attempt, this.client.readAll({ fromPosition }))) {
        if (!event) continue;
        const { commit } = event.position;
        // Reading from a position brings the event that stands there again.
        if (commit <= end && (after === undefined || commit > after) && this.isOurs(event.streamId)) {
          page.push(recordedEvent(event));
        }
        if (commit >= end) {
          if (page.length > 0) yield page;
          return;
        }
        if (page.length === pageSize) {
          yield page;
          page = [];
        }
      }
    } catch (error) {
      throw unavailableBy(error) ?? error;
    }
    throw new EventStoreUnavailable(`EventStoreDB ended a read before position ${end}`, 'unreachable');
  }

  private patiently<T>(work: () => Promise<T>): Promise<T> {
    return patiently(this.patience, async () => {
      this.ensureOpen();
      return work();
    });
  }

  private ensureOpen(): void {
    if (this.closing.signal.aborted)
      throw new EventStoreUnavailable('the connection to EventStoreDB is closed', 'closed');
  }
}

const connect = (url: string): EventStoreDBClient => {
  let client: EventStoreDBClient;
  try {
    client = EventStoreDBClient.connectionString(url);
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new EventStoreUnavailable(`EventStoreDB's URL cannot be read: ${reason}`, 'unreachable', {
      cause: error,
    });
  }
  // All appends of a process would share one call to the server (`BatchAppend`): it has no deadline, a second answer to the same request
  // or a connection lost while writes wait ends the process, and `requiresLeader` counts for the first only. Without that feature the
  // client makes a call for each append.
  return Object.assign(client, { supports: () => Promise.resolve(false) });
};
