import type { EventStore } from '../../src/event-store/event-store.js';
import type { Log } from './applier.js';
import {
  commonPosition,
  parkedStreams,
  positionOf,
  prepareProgress,
  storedCheckpoints,
  type ParkedStreams,
} from './checkpoints.js';
import { isOfLog, type ForeignReadModel } from './log-mark.js';
import { collectionName } from './collection-name.js';
import { requireRebuildAllowed, type ForeignRule } from './foreign-read-models.js';
import { Backoff, pause, type BackoffTimes } from '../../src/basics/backoff.js';
import { PositionWaiters } from './position-waiters.js';
import type { Projection } from './projection.js';
import { ReadModelProgress, statusOf, type ProjectionStatus } from './read-model-progress.js';
import type { ReadStore } from '../read-store/read-store.js';

/**
 * Between two reads of the checkpoints. A working projector is some tens of milliseconds behind; the pauses grow while
 * none works.
 */
const PAUSES: BackoffTimes = { first: 20, longest: 500 };

export interface CheckpointPollerOptions extends ForeignRule {
  readonly eventStore: Pick<EventStore, 'head' | 'readStream'>;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly log: Log;
}

/**
 * Reads the stored checkpoints to know how far the read models are, whichever process projects them. All waiting
 * requests share one read at a time; without a waiting request there are no reads.
 */
export class CheckpointPoller extends ReadModelProgress {
  private readonly waiters = new PositionWaiters();
  private readonly stopping = new AbortController();
  private newcomer = new AbortController();
  private passed: bigint | undefined;
  private foreign: ReadonlySet<string> = new Set();
  private watching: Promise<void> | undefined;
  /** Number of reads of the checkpoints for waiting requests. */
  looks = 0;

  constructor(private readonly options: CheckpointPollerOptions) {
    super();
  }

  /** @throws ReadStoreUnavailable for read models that were made from another log, unless they are built anew. */
  async open(): Promise<void> {
    const { eventStore, readStore, projections, log } = this.options;
    await prepareProgress(readStore);
    // The projecting process may start later. Until then its collections are empty, and this process is not ready.
    for (const projection of projections) {
      await readStore.prepare({ name: collectionName(projection), indexes: projection.indexes });
    }
    const stored = await storedCheckpoints(readStore, projections);
    const foreign: ForeignReadModel[] = [];
    for (const [at, projection] of projections.entries()) {
      const position = stored[at]?.position;
      if (typeof position !== 'string' || (await isOfLog(eventStore, stored[at]))) continue;
      foreign.push({ projection, position });
    }
    if (foreign.length === 0) return;
    await requireRebuildAllowed(foreign, this.options);
    this.foreign = new Set(foreign.map(({ projection }) => collectionName(projection)));
    log('warn', 'read models of another log: they are not shown until a projector has replaced them', {
      collections: [...this.foreign],
    });
  }

  async close(): Promise<void> {
    this.stopping.abort();
    this.waiters.giveUp();
    await this.watching;
  }

  override async waitFor(position: bigint, timeoutMs: number): Promise<boolean> {
    if (this.passed !== undefined && this.passed >= position) return true;
    const waiting = this.waiters.wait(position, timeoutMs);
    this.newcomer.abort();
    this.watching ??= this.watch();
    return waiting;
  }

  override async status(): Promise<readonly ProjectionStatus[]> {
    const { eventStore, readStore, projections } = this.options;
    const positions = await this.positions();
    const collections = projections.map(collectionName);
    const found = await readStore.find<ParkedStreams>(parkedStreams, { _id: { oneOf: collections } });
    const parked = new Map(found.map(({ _id, streams = [] }) => [_id, streams]));
    const head = await eventStore.head();
    return projections.map((projection, at) =>
      statusOf(projection, head, {
        position: positions[at],
        parked: parked.get(collections[at]!) ?? [],
      }),
    );
  }

  override async ofAnotherLog(): Promise<readonly string[]> {
    if (this.foreign.size > 0) await this.positions();
    return [...this.foreign];
  }

  /** A read model of another log has nothing of this one. Once it is replaced, it is not examined again. */
  private async positions(): Promise<readonly (bigint | undefined)[]> {
    const { eventStore, readStore, projections } = this.options;
    const stored = await storedCheckpoints(readStore, projections);
    const { foreign } = this;
    if (foreign.size === 0) return stored.map(positionOf);
    const left = new Set<string>();
    for (const checkpoint of stored) {
      if (!checkpoint || !foreign.has(checkpoint._id)) continue;
      if (!(await isOfLog(eventStore, checkpoint))) left.add(checkpoint._id);
    }
    this.foreign = left;
    return stored.map((checkpoint) => (left.has(checkpoint?._id ?? '') ? undefined : positionOf(checkpoint)));
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    const backoff = new Backoff(PAUSES);
    while (this.waiters.some) {
      const newcomer = (this.newcomer = new AbortController()).signal;
      const before = this.passed;
      await this.look();
      if (newcomer.aborted || this.passed !== before) backoff.reset();
      else await backoff.pause(AbortSignal.any([newcomer, signal]));
      await pause(PAUSES.first, signal);
    }
    this.watching = undefined; // without an await before it: the next request must start a new watch
  }

  private async look(): Promise<void> {
    const { log } = this.options;
    this.looks += 1;
    try {
      this.passed = commonPosition(await this.positions());
      this.waiters.passed(this.passed);
    } catch (error) {
      log('warn', 'checkpoints cannot be read', { error }); // the waiting requests end at their timeouts
    }
  }
}
