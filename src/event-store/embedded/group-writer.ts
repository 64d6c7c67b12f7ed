import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { RevisionConflict, type AppendResult } from '../event-store.js';
import { unavailable, unavailableByFailure } from './failures.js';
import type {
  AppendOutcome,
  AppendRequest,
  Failure,
  WriterMessage,
  WriterOptions,
  WriterReply,
} from './writer.worker.js';

interface Waiting {
  readonly request: AppendRequest;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Sends appends to the writer's thread in groups. Appends that arrive in one turn of the event loop, or during a
 * commit, share the next transaction and its flush to the disk.
 */
export class GroupWriter {
  private waiting: Waiting[] = [];
  private underWay: readonly Waiting[] | undefined;
  private scheduled = false;
  private broken: Error | undefined;
  private closing = false;
  private trying: PromiseWithResolvers<void> | undefined;
  private idle = Promise.withResolvers<void>();
  /** Transactions committed since the log was opened. */
  commits = 0;

  private constructor(
    private readonly worker: Worker,
    private readonly file: string,
    /** Position of the last committed event; 0 while there is none. */
    public head: number,
    private readonly committed: () => void,
  ) {
    worker.on('message', (reply: WriterReply) => this.settle(reply));
    worker.on('error', (error: Error) => this.fail(error));
    // A thread can end without an error: appends would wait for ever.
    worker.on('exit', (code) => {
      if (!this.closing) this.fail(new Error(`it ended with ${code}`));
    });
  }

  /** `committed` is called after every commit. @throws EventStoreUnavailable */
  static async open(options: WriterOptions, committed: () => void): Promise<GroupWriter> {
    const url = new URL(`./writer.worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(url, { workerData: options });
    const ended = new AbortController();
    worker.once('exit', () => ended.abort());
    const reply = await once(worker, 'message', { signal: ended.signal }).then(
      ([message]) => message as WriterReply,
      (error: unknown): WriterReply => ({ refused: { code: undefined, message: String(error) } }),
    );
    if ('opened' in reply) return new GroupWriter(worker, options.file, reply.opened.head, committed);
    await worker.terminate();
    throw unavailableByFailure(
      options.file,
      'refused' in reply ? reply.refused : { code: undefined, message: '' },
    );
  }

  append(request: AppendRequest): Promise<AppendResult> {
    if (this.broken) return Promise.reject(this.broken);
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, resolve, reject });
      this.schedule();
    });
  }

  /** Resolves when the log can be written. @throws EventStoreUnavailable */
  tryToWrite(): Promise<void> {
    if (this.broken) return Promise.reject(this.broken);
    if (!this.trying) {
      this.trying = Promise.withResolvers();
      this.worker.postMessage('try' satisfies WriterMessage);
    }
    return this.trying.promise;
  }

  /** Waits for the appends that are already queued. */
  async close(): Promise<void> {
    while (this.underWay || this.waiting.length > 0) await this.idle.promise;
    if (this.broken) return;
    this.closing = true;
    this.worker.postMessage('close' satisfies WriterMessage);
    await once(this.worker, 'exit');
  }

  private schedule(): void {
    if (this.scheduled || this.underWay || this.waiting.length === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      if (this.broken) return;
      this.underWay = this.waiting;
      this.waiting = [];
      this.worker.postMessage(this.underWay.map(({ request }) => request) satisfies WriterMessage);
    });
  }

  private settle(reply: WriterReply): void {
    if ('tried' in reply) return this.answerTry(reply.tried);
    if (!('outcomes' in reply) || !this.underWay) return;
    const group = this.underWay;
    this.underWay = undefined;
    this.head = reply.head;
    this.commits = reply.commits;
    group.forEach((append, i) => this.answer(append, reply.outcomes[i]!));
    this.committed();
    this.schedule();
    this.announceIdle();
  }

  private answerTry(failure: Failure | undefined): void {
    const trying = this.trying;
    this.trying = undefined;
    if (failure) trying?.reject(unavailableByFailure(this.file, failure));
    else trying?.resolve();
  }

  private answer({ request, resolve, reject }: Waiting, outcome: AppendOutcome): void {
    if ('failure' in outcome) reject(unavailableByFailure(this.file, outcome.failure));
    else if ('actual' in outcome)
      reject(new RevisionConflict(request.stream, request.expected, outcome.actual));
    else resolve({ revision: BigInt(outcome.revision), position: BigInt(outcome.position) });
  }

  /** The thread died. No append can be written any more, and the outcome of the running ones is unknown. */
  private fail(cause: Error): void {
    if (this.broken) return;
    const error = unavailable(this.file, 'io', `its writer stopped (${cause.message})`, { cause });
    this.broken = error;
    for (const { reject } of [...(this.underWay ?? []), ...this.waiting]) reject(error);
    this.underWay = undefined;
    this.waiting = [];
    this.trying?.reject(error);
    this.trying = undefined;
    this.announceIdle();
  }

  private announceIdle(): void {
    if (this.underWay || this.waiting.length > 0) return;
    this.idle.resolve();
    this.idle = Promise.withResolvers();
  }
}
