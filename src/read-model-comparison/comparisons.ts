import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  compareWithReplay,
  type ComparisonResult,
} from '../../projections/maintenance/compare-with-replay.js';
import { allProjections } from '../../projections/read-models/index.js';
import type { Document, Write } from '../../projections/read-store/document.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { Clock } from '../basics/clock.js';
import { EventStore } from '../event-store/event-store.js';
import { asJson } from '../basics/json.js';

const collection = 'comparisons';
/** Milliseconds between two heartbeats of a comparison, and the silence after which its process counts as dead. */
const SIGN_OF_LIFE = 1_000;
const GIVEN_UP = 60_000;
/** Differences with their own log line. */
const MOST_LOGGED = 20;

/** Times are ISO 8601 UTC. */
export interface FinishedComparison extends ComparisonResult {
  readonly startedAt: string;
  readonly finishedAt: string;
}
export interface RunningComparison {
  readonly startedAt: string;
  readonly seenAt: string;
  /** Done part, from 0 to 1. */
  readonly done: number;
}

/**
 * Rebuilds the read models from the log and compares them with the served ones. The result is in the read store, so
 * that every process shows the same.
 */
@Injectable()
export class Comparisons implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Comparison');
  private readonly stopping = new AbortController();
  private run: Promise<void> | undefined;

  constructor(
    private readonly eventStore: EventStore,
    private readonly readStore: ReadStore,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.readStore.prepare({ name: collection, indexes: [] });
  }

  /** Resolves when a comparison runs. A running one is not started again. */
  async start(): Promise<void> {
    if (this.run || (await this.running())) return;
    const startedAt = this.now();
    await this.write('running', { startedAt, seenAt: startedAt, done: 0 });
    this.run ??= this.compare(startedAt).finally(() => (this.run = undefined));
  }

  /** The result of the last finished comparison. */
  last(): Promise<FinishedComparison | undefined> {
    return this.readStore.findById<FinishedComparison & Document>(collection, 'last');
  }

  async running(): Promise<RunningComparison | undefined> {
    const found = await this.readStore.findById<RunningComparison & Document>(collection, 'running');
    const silence = found && this.clock.now().getTime() - Date.parse(found.seenAt);
    return silence !== undefined && silence < GIVEN_UP ? found : undefined;
  }

  /** When a comparison failed, if it started after the last finished one. */
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
      await this.write('last', asJson({ ...result, startedAt, finishedAt: this.now() }));
      await this.readStore.remove(collection, ['running', 'failed']);
      this.logResult(result);
    } catch (error) {
      await this.brokeOff(error);
    }
  }

  private logResult({ named, ...counts }: ComparisonResult): void {
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

  /** The failed store may be the one that holds this record. A stopped process leaves the next one free to start anew. */
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
    let reportedAt = performance.now();
    return (done) => {
      if (performance.now() - reportedAt < SIGN_OF_LIFE) return;
      reportedAt = performance.now();
      this.write('running', { startedAt, seenAt: this.now(), done }).catch((error: unknown) =>
        this.logger.warn({ message: 'progress of the comparison could not be written', error }),
      );
    };
  }

  private write(id: string, set: Write['set']): Promise<void> {
    return this.readStore.apply(collection, [{ id, set }]);
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}
