import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { NewEvent, RecordedEvent } from '../../events/recorded-event.js';
import {
  EventStore,
  type AppendResult,
  type ExpectedRevision,
  type ReadAllOptions,
  type ReadStreamOptions,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '../event-store.js';
import { unavailable, unavailableByError } from './failures.js';
import { GroupWriter } from './group-writer.js';
import { BEFORE_ALL, LogReader } from './log-reader.js';
import { lockForThisProcess } from './process-lock.js';

const PAGE_SIZE = 1000;

export interface SqliteEventStoreOptions {
  /** The log's file; its folder is made if it is not there. `<file>.lock` lies beside it. */
  readonly file: string;
  /** Most pages (4 KiB) the file may take, as if the disk ended there. Default: the disk's end. */
  readonly maxPages?: number;
}

/** The event log in one SQLite file, for one process: WAL, flushed to the disk before an append is acknowledged. */
export class SqliteEventStore extends EventStore {
  private readonly waiting = new Set<() => void>();
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly file: string,
    private readonly lock: DatabaseSync,
    private readonly reader: LogReader,
    private readonly writer: GroupWriter,
  ) {
    super();
  }

  /** @throws EventStoreUnavailable when another process has the log, it cannot be written, or it is no log of ours. */
  static async open(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    const file = resolve(options.file);
    const lock = lockForThisProcess(file);
    let writer: GroupWriter | undefined;
    try {
      writer = await GroupWriter.open({ file, maxPages: options.maxPages }, () => store.wake());
      const store: SqliteEventStore = new SqliteEventStore(file, lock, new LogReader(file), writer);
      return store;
    } catch (error) {
      await writer?.close();
      lock.close();
      throw error;
    }
  }

  /** Transactions committed since the log was opened; fewer than the appends when they come at the same time. */
  get commits(): number {
    return this.writer.commits;
  }

  async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    this.ensureOpen();
    if (events.length === 0) throw new RangeError('an append needs at least one event');
    return this.writer.append({
      stream,
      expected,
      ids: events.map(({ id }) => id),
      types: events.map(({ type }) => type),
      data: events.map(({ data }) => JSON.stringify(data)),
      metadata: events.map(({ metadata }) => JSON.stringify(metadata)),
    });
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    return this.read((reader) => reader.readStream(stream, options));
  }

  readAll({ after, upTo, pageSize }: ReadAllOptions = {}): AsyncIterable<readonly RecordedEvent[]> {
    // The end is taken now, not when the first page is asked for.
    const end = upTo ?? (this.closing ? undefined : this.reader.head());
    return this.pages(after ?? BEFORE_ALL, end ?? 0n, pageSize ?? PAGE_SIZE);
  }

  async *subscribe({
    after,
    signal,
    pageSize = PAGE_SIZE,
  }: SubscribeOptions): AsyncGenerator<SubscriptionMessage> {
    let position = after ?? 0n;
    let caughtUp = false;
    while (!signal.aborted) {
      const events = this.read((reader) => reader.readPage(position, undefined, pageSize));
      const last = events.at(-1);
      if (last) {
        position = last.position;
        if (events.length === pageSize) caughtUp = false;
        yield { type: 'events', events };
      } else if (!caughtUp) {
        caughtUp = true;
        yield { type: 'caught-up' };
      } else {
        // Nothing can be committed unseen between the read above and this wait: both happen in one turn of the event loop.
        await this.nextCommit(signal);
      }
    }
  }

  async head(): Promise<bigint | undefined> {
    return this.read((reader) => reader.head());
  }

  override async ensureWritable(): Promise<void> {
    this.ensureOpen();
    await this.writer.tryToWrite();
  }

  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    await this.writer.close();
    this.reader.close();
    this.lock.close();
    this.wake();
  }

  private async *pages(
    after: bigint,
    upTo: bigint,
    pageSize: number,
  ): AsyncGenerator<readonly RecordedEvent[]> {
    let position = after;
    for (;;) {
      const events = this.read((reader) => reader.readPage(position, upTo, pageSize));
      const last = events.at(-1);
      if (!last) return;
      yield events;
      position = last.position;
    }
  }

  private nextCommit(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }

  private read<T>(work: (reader: LogReader) => T): T {
    this.ensureOpen();
    try {
      return work(this.reader);
    } catch (error) {
      throw unavailableByError(this.file, error);
    }
  }

  private ensureOpen(): void {
    if (this.closing) throw unavailable(this.file, 'closed');
  }
}
