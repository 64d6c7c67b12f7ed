import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RecordedEvent } from '../../events/recorded-event.js';
import type { EventStore, ReadAllOptions, ReadStreamOptions } from '../event-store.js';
import { damageIn, type DamagedStream } from '../damaged-stream.js';
import { unavailable, unavailableByError } from './failures.js';
import { BEFORE_ALL, LogReader } from './log-reader.js';

/** The log for a program that only reads. It takes no lock, so the server may run meanwhile. */
export class ReadOnlyLog implements Pick<EventStore, 'head' | 'readAll' | 'readStream' | 'inspect'> {
  private constructor(
    private readonly file: string,
    private readonly reader: LogReader,
  ) {}

  /** @throws EventStoreUnavailable when there is no log, or it cannot be read. */
  static open(path: string): ReadOnlyLog {
    const file = resolve(path);
    if (!existsSync(file)) throw unavailable(file, 'io', 'there is no such file');
    try {
      return new ReadOnlyLog(file, new LogReader(file));
    } catch (error) {
      throw unavailableByError(file, error);
    }
  }

  async head(): Promise<bigint | undefined> {
    return this.reader.head();
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    return this.reader.readStream(stream, options);
  }

  async inspect(stream: string): Promise<DamagedStream | undefined> {
    return damageIn(() => this.readStream(stream));
  }

  /** Reads up to the end that the log has when the first page is requested. */
  async *readAll({
    after = BEFORE_ALL,
    upTo = this.reader.head() ?? 0n,
    pageSize = 1000,
  }: ReadAllOptions = {}): AsyncGenerator<readonly RecordedEvent[]> {
    let position = after;
    for (;;) {
      const events = this.reader.readPage(position, upTo, pageSize);
      const last = events.at(-1);
      if (!last) return;
      yield events;
      position = last.position;
    }
  }

  close(): void {
    this.reader.close();
  }
}
