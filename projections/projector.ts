import { setImmediate } from 'node:timers/promises';
import type { RecordedDomainEvent } from '../src/event-store/domain-event.js';
import type { EventStore } from '../src/event-store/event-store.js';
import { Applier, type Log, type ParkedStream } from './applier.js';
import type { Projection } from './projection.js';
import { ReadStoreUnavailable, type ReadStore } from './read-store/read-store.js';
import { PositionWaiters } from './position-waiters.js';

export interface ProjectorOptions {
  readonly eventStore: EventStore;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly log?: Log;
  /** Given each batch once it can be read, for live updates. */
  readonly onApplied?: (events: readonly RecordedDomainEvent[]) => void;
}

/** Positions are decimal strings; null before the first event. */
export interface ProjectionStatus {
  readonly projection: string;
  readonly version: number;
  readonly position: string | null;
  readonly head: string | null;
  /** How far the position is behind the head. */
  readonly lag: string;
  readonly parked: readonly ParkedStream[];
}

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;
const quiet: Log = () => undefined;

/** Runs every projection from one subscription: catches up from the smallest checkpoint, then stays live, whatever drops. */
export class Projector {
  private readonly applier: Applier;
  private readonly log: Log;
  private readonly waiters = new PositionWaiters();
  private readonly stopping = new AbortController();
  private readonly live = Promise.withResolvers<void>();
  private run: Promise<void> | undefined;

  constructor(private readonly options: ProjectorOptions) {
    this.log = options.log ?? quiet;
    this.applier = new Applier(options.readStore, options.projections, this.log);
  }

  /**
   * Resolves once the checkpoints are read; the events follow.
   * @throws ReadStoreUnavailable for read models that stand further than the log: nothing new would ever reach them.
   */
  async start(): Promise<void> {
    await this.applier.open();
    const head = await this.options.eventStore.head();
    const furthest = this.applier.furthest;
    if (furthest !== undefined && furthest > (head ?? -1n)) {
      throw new ReadStoreUnavailable(
        `the read models stand at position ${furthest}, the log ends at ${head ?? 'nothing'}: they were made from another log`,
      );
    }
    this.run ??= this.follow();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.run;
    this.waiters.giveUp();
  }

  /** Resolves when the read models first stood at the end of the log. */
  caughtUp(): Promise<void> {
    return this.live.promise;
  }

  /** Everything up to here can be read. */
  get position(): bigint | undefined {
    return this.applier.position;
  }

  /** Whether the read models have passed the position, at the latest after so many milliseconds. */
  async waitFor(position: bigint, timeoutMs: number): Promise<boolean> {
    const applied = this.applier.position;
    if (applied !== undefined && applied >= position) return true;
    return this.waiters.wait(position, timeoutMs);
  }

  async status(): Promise<readonly ProjectionStatus[]> {
    const head = await this.options.eventStore.head();
    return this.applier.states.map(({ projection, position, parked }) => ({
      projection: projection.name,
      version: projection.version,
      position: position?.toString() ?? null,
      head: head?.toString() ?? null,
      lag: lagOf(head, position).toString(),
      parked,
    }));
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    let pause = FIRST_PAUSE;
    while (!signal.aborted) {
      const before = this.applier.position;
      try {
        await this.subscribe(signal);
        if (!signal.aborted) this.log('warn', 'subscription ended', { resumesIn: pause });
      } catch (error) {
        this.log('error', 'subscription failed', { error, resumesIn: pause });
      }
      if (this.applier.position !== before) pause = FIRST_PAUSE;
      await interruptiblePause(pause, signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  private async subscribe(signal: AbortSignal): Promise<void> {
    const subscription = this.options.eventStore.subscribe({ after: this.applier.position, signal });
    for await (const message of subscription) {
      if (signal.aborted) return;
      if (message.type === 'caught-up') {
        this.live.resolve();
        continue;
      }
      const events = await this.applier.apply(message.events);
      this.waiters.passed(this.applier.position);
      this.announce(events);
      await setImmediate(); // requests are served while a long log is caught up with
    }
  }

  /** A listener's mistake is its own: the read models go on. */
  private announce(events: readonly RecordedDomainEvent[]): void {
    if (events.length === 0) return;
    try {
      this.options.onApplied?.(events);
    } catch (error) {
      this.log('error', 'live updates failed', { error });
    }
  }
}

const lagOf = (head: bigint | undefined, position: bigint | undefined): bigint => {
  if (head === undefined) return 0n;
  const lag = head - (position ?? -1n);
  return lag > 0n ? lag : 0n;
};

/** Ends early, and without an error, when the signal aborts. */
const interruptiblePause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
