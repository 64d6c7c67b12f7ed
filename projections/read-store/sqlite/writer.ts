import { once } from 'node:events';
import { extname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import {
  createRunner,
  type TransactionFailure,
  type Step,
  type TransactionWriterOptions,
  type TransactionReply,
} from './writer.worker.js';

/** Runs the steps of one call in one transaction, in the order of the calls. */
export interface Writer {
  /** @throws SqliteFailure */
  run(steps: readonly Step[]): Promise<void>;
  close(): Promise<void>;
}

/** A failure of SQLite, in this thread or in the writer thread. */
export class SqliteFailure extends Error {
  override readonly name = 'SqliteFailure';
  /** SQLite's primary result code, if the failure was its own. */
  readonly code: number | undefined;

  constructor({ code, message }: TransactionFailure) {
    super(message);
    this.code = code === undefined ? undefined : code & 0xff;
  }
}

/** A writer that uses the connection of the reader. */
export const writerOn = (db: DatabaseSync): Writer => {
  const run = createRunner(db);
  return { run: async (steps) => run(steps), close: async () => undefined };
};

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** A writer in a separate thread with its own connection. */
export class ThreadedWriter implements Writer {
  private readonly waiting: Waiting[] = [];
  private failures = 0;
  private broken: Error | undefined;

  private constructor(private readonly worker: Worker) {
    worker.on('message', (reply: TransactionReply) => this.settle(reply));
    worker.on('error', (error: Error) => this.fail(error));
  }

  /** @throws SqliteFailure */
  static async open(options: TransactionWriterOptions): Promise<ThreadedWriter> {
    const url = new URL(`./writer.worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(url, { workerData: options });
    const [reply] = (await once(worker, 'message')) as [TransactionReply];
    if (reply === 'done') return new ThreadedWriter(worker);
    await worker.terminate();
    throw new SqliteFailure(reply);
  }

  run(steps: readonly Step[]): Promise<void> {
    if (this.broken) return Promise.reject(this.broken);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage({ steps, attempt: this.failures });
    });
  }

  /** Waits for all pending writes. */
  async close(): Promise<void> {
    if (this.broken) return;
    this.worker.postMessage('close');
    await once(this.worker, 'exit');
  }

  private settle(reply: TransactionReply): void {
    const next = this.waiting.shift();
    if (reply === 'done') next?.resolve();
    else {
      this.failures += 1;
      next?.reject(new SqliteFailure(reply));
    }
  }

  /** The thread died. */
  private fail(cause: Error): void {
    this.broken = cause;
    for (const { reject } of this.waiting.splice(0)) reject(cause);
  }
}
