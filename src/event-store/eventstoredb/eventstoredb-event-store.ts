import { WrongExpectedVersionError } from '@eventstore/db-client';
import type { NewEvent, RecordedEvent } from '../../events/recorded-event.js';
import {
  EventStore,
  EventStoreUnavailable,
  requireAppendable,
  type AppendResult,
  type ExpectedRevision,
  type OrderedAppend,
  type ReadAllOptions,
  type ReadStreamOptions,
  type Recoveries,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '../event-store.js';
import { DamagedStream } from '../damaged-stream.js';
import { streamPrefixes } from '../../events/streams.js';
import { Appender } from './appender.js';
import { Connection } from './connection.js';
import { diagnose } from './diagnosis.js';
import { isDrop, mayPass, unavailableBy } from './failures.js';
import { liveEvents } from './live-events.js';
import { LogEnd } from './log-end.js';
import { OurEvents } from './our-events.js';
import { fromTheEnd, readLogPage, type LogPage } from './pages.js';
import { patiently, Patience, type Limit } from './patience.js';
import { hiddenByMetadata, readWhole } from './streams.js';

const PAGE_SIZE = 1000;

export interface EventStoreDbOptions {
  /** `esdb://…` or `esdb+discover://…`, as the server's documentation has it. */
  readonly url: string;
  /** How the streams of this log begin; whatever else the server holds is not seen. Default: the survey's. */
  readonly prefixes?: readonly string[];
  /** How long one request may go without an answer, milliseconds. Default 3,000. */
  readonly attempt?: number;
  /** How long requests are made again while the server is away, milliseconds. Default 10,000: an answer takes at most 12 s. */
  readonly patience?: number;
}

/** The event log in EventStoreDB (22.6 or later; 23.10 or later tells subscribers that they caught up). One to a process. */
export class EventStoreDbEventStore extends EventStore {
  private readonly closing = new AbortController();
  private readonly appender: Appender;
  private readonly ours: OurEvents;
  private readonly end: LogEnd;
  private drops = 0;

  private constructor(
    private readonly connection: Connection,
    private readonly prefixes: readonly string[],
    private readonly patience: Patience,
  ) {
    super();
    this.ours = new OurEvents(prefixes, {
      damaged: (damage) => this.noteDamage(damage),
      uncovered: (stream) => this.forgetHiding(stream),
    });
    this.end = new LogEnd(this.ours);
    this.appender = new Appender(connection, patience, (...read) => this.readOnce(...read));
  }

  /** @throws EventStoreUnavailable when the URL cannot be read, no server answers, or it refuses us. */
  static async open(options: EventStoreDbOptions): Promise<EventStoreDbEventStore> {
    const { url, prefixes = streamPrefixes, attempt = 3_000, patience = 10_000 } = options;
    const store = new EventStoreDbEventStore(new Connection(url), prefixes, new Patience(attempt, patience));
    try {
      await store.begin(url);
    } catch (error) {
      await store.close();
      throw error;
    }
    return store;
  }

  override get recoveries(): Recoveries {
    return { drops: this.drops, renewals: this.connection.renewals };
  }

  override async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    requireAppendable(stream, events);
    // A decision on a cached state would not notice that the stream was damaged since.
    const damage = this.isDamaged(stream) ? await this.inspect(stream) : undefined;
    if (damage) throw damage;
    return this.appender.append(stream, events, expected);
  }

  override async appendInOrder(appends: readonly OrderedAppend[]): Promise<void> {
    for (const { stream, events } of appends) requireAppendable(stream, events);
    return this.appender.appendInOrder(appends);
  }

  override async readStream(
    stream: string,
    options: ReadStreamOptions = {},
  ): Promise<readonly RecordedEvent[]> {
    return patiently(this.patience, (limit) => this.readOnce(stream, options, limit));
  }

  override readAll({ after, upTo, pageSize }: ReadAllOptions = {}): AsyncIterable<readonly RecordedEvent[]> {
    // The end is taken now, not when the first page is asked for.
    const end = this.head().then((head) =>
      upTo === undefined || head === undefined || head < upTo ? head : upTo,
    );
    end.catch(() => undefined); // the reader of the pages, if any, gets the error
    return this.pages(after, end, pageSize ?? PAGE_SIZE);
  }

  override async *subscribe({
    after,
    signal,
    pageSize = PAGE_SIZE,
  }: SubscribeOptions): AsyncGenerator<SubscriptionMessage> {
    let last = after;
    let caughtUp = false;
    while (!signal.aborted) {
      // What is behind is read in pages: the server gives up a live subscriber for which 33 events wait.
      for (;;) {
        const { events, seen, atEnd } = await this.page({ after: last, count: pageSize });
        last = seen ?? last;
        if (events.length > 0) yield { type: 'events', events };
        if (signal.aborted) return;
        if (atEnd && !caughtUp) yield { type: 'caught-up' };
        caughtUp = atEnd;
        // A server passes over events of others faster than they are sent here.
        if (seen === undefined || (events.length === 0 && !atEnd)) break;
      }
      for await (const message of this.live(last, { signal, pageSize })) {
        if (message.type === 'caught-up') {
          if (!caughtUp) yield message;
          caughtUp = true;
          continue;
        }
        last = message.events.at(-1)!.position;
        yield message;
      }
    }
  }

  override head(): Promise<bigint | undefined> {
    return patiently(this.patience, (limit) =>
      this.connection.ask(limit(), (client, waiting) => this.end.find(client, waiting)),
    );
  }

  override async inspect(stream: string): Promise<DamagedStream | undefined> {
    const found = await super.inspect(stream);
    if (found) return found;
    const hidden = await patiently(this.patience, (limit) =>
      this.connection.ask(limit(), (client) => hiddenByMetadata(client, stream)),
    );
    return hidden && this.noteDamage(hidden);
  }

  /** Asked by a deletion that cannot succeed: there is no such stream, and none ever ends at that revision. */
  override async mayDelete(): Promise<boolean> {
    const impossible = { expectedRevision: 2n ** 62n };
    try {
      await this.connection.ask(this.patience.attempt, (client) =>
        client.deleteStream(`${this.prefixes[0]}never-written`, impossible),
      );
      return true;
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return true;
      const failure = unavailableBy(error);
      if (failure?.reason === 'refused') return false;
      throw failure ?? error;
    }
  }

  override async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    await this.connection.close();
  }

  /** Reports at once, with its own message, an error that a retry cannot fix. */
  private async begin(url: string): Promise<void> {
    try {
      await this.ping();
      return;
    } catch (error) {
      const failure = unavailableBy(error);
      if (!failure || !mayPass(failure)) throw failure ?? error;
    }
    const diagnosis = await diagnose(url);
    if (diagnosis && !mayPass(diagnosis)) throw diagnosis;
    await patiently(this.patience, () => this.ping()).catch((error: unknown) => {
      throw diagnosis ?? error;
    });
  }

  private readOnce(
    stream: string,
    options: ReadStreamOptions,
    limit: Limit,
  ): Promise<readonly RecordedEvent[]> {
    return this.connection.ask(limit(), async (client, waiting) => {
      try {
        const events = await readWhole(client, stream, options, waiting);
        for (const event of [events[0], events.at(-1)]) this.end.saw(event?.position);
        return events;
      } catch (error) {
        throw error instanceof DamagedStream ? this.noteDamage(error) : error;
      }
    });
  }

  /** Each page is a call of its own; the next one is on its way while a page is worked on. */
  private async *pages(
    after: bigint | undefined,
    until: Promise<bigint | undefined>,
    count: number,
  ): AsyncGenerator<readonly RecordedEvent[]> {
    const upTo = await until;
    if (upTo === undefined) return;
    const pageAfter = (last: bigint | undefined): Promise<LogPage> | undefined => {
      if (last !== undefined && last >= upTo) return undefined;
      const page = this.page({ after: last, upTo, count });
      page.catch(() => undefined); // the error is reported when the page is taken
      return page;
    };
    let collected: RecordedEvent[] = []; // of a call whose events are not all ours, more than one makes a page
    for (let next = pageAfter(after); next !== undefined;) {
      const { events, seen } = await next;
      next = pageAfter(seen);
      collected.push(...events);
      while (collected.length >= count || (next === undefined && collected.length > 0)) {
        yield collected.slice(0, count);
        collected = collected.slice(count);
      }
    }
  }

  /** The next events behind a position; at the end of the log none, before `upTo` at least one is seen. */
  private page(wanted: {
    readonly after: bigint | undefined;
    readonly upTo?: bigint;
    readonly count: number;
  }): Promise<LogPage> {
    return patiently(this.patience, (limit) =>
      this.connection.ask(limit(), async (client, waiting) => {
        const page = await readLogPage(client, wanted, this.ours, waiting);
        this.end.saw(page.events.at(-1)?.position);
        if (wanted.upTo === undefined || page.seen !== undefined) return page;
        const message = `EventStoreDB ended a read before position ${wanted.upTo}`;
        throw new EventStoreUnavailable(message, 'unreachable');
      }),
    );
  }

  /** What is appended from now on, until the server drops us, which is no fault, or another node is asked. */
  private async *live(
    after: bigint | undefined,
    { signal, pageSize }: { readonly signal: AbortSignal; readonly pageSize: number },
  ): AsyncGenerator<SubscriptionMessage> {
    this.connection.ensureOpen();
    const { client, ended } = this.connection.current;
    const over = AbortSignal.any([signal, this.closing.signal, ended]);
    // A hanging node leaves its subscribers waiting. A request detects it; what is wrong, the subscription says itself.
    const silence = setInterval(() => void this.ping().catch(() => undefined), this.patience.attempt);
    try {
      for await (const message of liveEvents(client, { after, ours: this.ours, pageSize }, over)) {
        if (message.type === 'events') this.end.saw(message.events.at(-1)!.position);
        silence.refresh();
        yield message;
      }
    } catch (error) {
      if (over.aborted) return;
      if (!isDrop(error)) throw unavailableBy(error) ?? error;
      this.drops += 1;
    } finally {
      clearInterval(silence);
    }
  }

  /** Asks for one event. @throws EventStoreUnavailable when nothing comes */
  private async ping(): Promise<void> {
    await this.connection.ask(this.patience.attempt, (client, waiting) =>
      fromTheEnd(client, waiting, () => true),
    );
  }
}
