import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { compareWithReplay, type ComparisonResult } from '../../projections/maintenance/comparison.js';
import { allProjections } from '../../projections/read-models/index.js';
import type { Document, Write } from '../../projections/read-store/document.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { Clock } from '../basics/clock.js';
import { EventStore } from '../event-store/event-store.js';
import type { JsonObject } from '../basics/json.js';

const collection = 'comparisons';
/** How often a comparison says that it goes on, and after how long a silence it counts as having died with its process, milliseconds. */
const SIGN_OF_LIFE = 1_000;
const GIVEN_UP = 60_000;
/** Differences that get a log line of their own. */
const MOST_LOGGED = 20;

/** Times are ISO 8601 UTC. */
export interface FinishedComparison extends ComparisonResult {
  readonly startedAt: string;
  readonly finishedAt: string;
}
export interface RunningComparison {
  readonly startedAt: string;
  readonly seenAt: string;
  /** From 0 to 1. */
  readonly done: number;
}

/**
 * Rebuild and compare: proves now and then that what is served is what was recorded. What came of it lies in the read store, beside what
 * it is about, so that every process tells the same.
 */
@Injectable()
export class Comparisons implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Comparison');
  private readonly stopping = new AbortController();
  private run: Promise<void> | undefined;

  constructor(
    private readonly eventStore: EventStore,
    private readonly readStore: ReadStore,
    private readonly clock: Clock,
  ) {}

  /** Resolves once it is under way; one that already is goes on instead. */
  async start(): Promise<void> {
    if (this.run || (await this.running())) return;
    const startedAt = this.now();
    await this.write('running', { startedAt, seenAt: startedAt, done: 0 });
    this.run ??= this.compare(startedAt).finally(() => (this.run = undefined));
  }

  /** What came of the last that was finished. */
  last(): Promise<FinishedComparison | undefined> {
    return this.readStore.findById<FinishedComparison & Document>(collection, 'last');
  }

  async running(): Promise<RunningComparison | undefined> {
    const found = await this.readStore.findById<RunningComparison & Document>(collection, 'running');
    const silence = found && this.clock.now().getTime() - Date.parse(found.seenAt);
    return silence !== undefined && silence < GIVEN_UP ? found : undefined;
  }

  /** When one broke off that was started after the last that was finished. */
  async failedAt(): Promise<string | undefined> {
    return (await this.readStore.findById<{ readonly at: string } & Document>(collection, 'failed'))?.at;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.run;
  }

  private async compare(startedAt: string): Promise<void> {
    const { eventStore, readStore } = this;
    const { signal } = this.stopping;
    try {
      const projections = allProjections();
      const onProgress = this.signsOfLife(startedAt);
      const result = await compareWithReplay({ eventStore, readStore, projections, signal, onProgress });
      await this.write('last', { ...result, startedAt, finishedAt: this.now() } as unknown as JsonObject);
      await this.readStore.remove(collection, ['running', 'failed']);
      this.tell(result);
    } catch (error) {
      await this.brokeOff(error);
    }
  }

  private tell({ named, ...counts }: ComparisonResult): void {
    if (counts.differences === 0) {
      this.logger.log({ message: 'read models compared with the log', ...counts });
      return;
    }
    this.logger.error({ message: 'READ MODELS DIFFER FROM THE LOG', ...counts });
    for (const { collection: readModel, id, field, events } of named.slice(0, MOST_LOGGED)) {
      const positions = events.map(({ position }) => position);
      this.logger.error({ message: 'read model differs', readModel, id, field, events: positions });
    }
  }

  /** The store that failed may be the one that this is written to. A process that ends leaves the next free to start anew. */
  private async brokeOff(error: unknown): Promise<void> {
    const failed = !this.stopping.signal.aborted;
    if (failed) this.logger.error({ message: 'comparison failed', error });
    try {
      if (failed) await this.write('failed', { at: this.now() });
      await this.readStore.remove(collection, ['running']);
    } catch (second) {
      this.logger.error({ message: 'that a comparison broke off could not be written down', error: second });
    }
  }

  private signsOfLife(startedAt: string): (done: number) => void {
    let told = performance.now();
    return (done) => {
      if (performance.now() - told < SIGN_OF_LIFE) return;
      told = performance.now();
      this.write('running', { startedAt, seenAt: this.now(), done }).catch((error: unknown) =>
        this.logger.warn({ message: 'progress of the comparison could not be written', error }),
      );
    };
  }

  private write(id: string, set: JsonObject): Promise<void> {
    return this.readStore.apply(collection, [{ id, set } as Write]);
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}
