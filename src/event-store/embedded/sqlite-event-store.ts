import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { NewEvent, RecordedEvent } from '../../events/recorded-event.js';
import {
  EventStore,
  requireAppendable,
  type AppendResult,
  type ExpectedRevision,
  type ReadAllOptions,
  type ReadStreamOptions,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '../event-store.js';
import { DamagedStream } from '../damaged-stream.js';
import { unavailable, unavailableByError } from './failures.js';
import { GroupWriter } from './group-writer.js';
import { BEFORE_ALL, LogReader } from './log-reader.js';
import { lockForThisProcess } from './process-lock.js';

const PAGE_SIZE = 1000;

export interface SqliteEventStoreOptions {
  /** The log's file. Its folder is made if it is missing. `<file>.lock` is beside it. */
  readonly file: string;
  /** Limit of the file's size in pages (4 KiB), as if the disk were full there. Default: the disk's end. */
  readonly maxPages?: number;
}

/** The event log in one SQLite file, for one process. WAL mode; an append is on the disk before it is acknowledged. */
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

  /**
   * @throws EventStoreUnavailable when another process has the log, it cannot be written, or the file is not a log of
   * this system.
   */
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

  /** Transactions committed since the log was opened. Concurrent appends share a transaction. */
  get commits(): number {
    return this.writer.commits;
  }

  async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    this.ensureOpen();
    requireAppendable(stream, events);
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
    // The end is read now, not when the first page is requested.
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
      const events = this.readPage(position, undefined, pageSize);
      const last = events.at(-1);
      if (last) {
        position = last.position;
        if (events.length === pageSize) caughtUp = false;
        yield { type: 'events', events };
      } else if (!caughtUp) {
        caughtUp = true;
        yield { type: 'caught-up' };
      } else {
        // No commit can be missed between the read above and this wait: both happen in one turn of the event loop.
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
      const events = this.readPage(position, upTo, pageSize);
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

  private readPage(after: bigint, upTo: bigint | undefined, pageSize: number): readonly RecordedEvent[] {
    const events = this.read((reader) => reader.readPage(after, upTo, pageSize));
    this.noteRecords(events);
    return events;
  }

  private read<T>(work: (reader: LogReader) => T): T {
    this.ensureOpen();
    try {
      return work(this.reader);
    } catch (error) {
      throw error instanceof DamagedStream ? this.noteDamage(error) : unavailableByError(this.file, error);
    }
  }

  private ensureOpen(): void {
    if (this.closing) throw unavailable(this.file, 'closed');
  }
}
