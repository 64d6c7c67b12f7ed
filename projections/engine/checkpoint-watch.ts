import type { EventStore } from '../../src/event-store/event-store.js';
import type { Log } from './applier.js';
import {
  commonPosition,
  parkedStreams,
  storedCheckpoints,
  storedPositions,
  type ParkedStreams,
} from './checkpoints.js';
import { isOfLog } from './log-of-checkpoint.js';
import { collectionName } from './collection-name.js';
import { elapsed } from '../../src/basics/elapsed.js';
import { PositionWaiters } from './position-waiters.js';
import type { Projection } from './projection.js';
import { ReadModels, statusOf, type ProjectionStatus } from './read-models.js';
import { ReadStoreUnavailable } from '../../src/basics/read-store-unavailable.js';
import type { ReadStore } from '../read-store/read-store.js';

/** Milliseconds between two looks while somebody waits: a projector at work is some tens behind, one that is away is not asked for it. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 500;

export interface CheckpointWatchOptions {
  readonly eventStore: Pick<EventStore, 'head' | 'readStream'>;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly log: Log;
  /** Whether read models of another log are built anew; else no process starts. */
  readonly rebuildForeign?: boolean;
}

/**
 * How far read models are that another process may be projecting: by their stored checkpoints. All who wait share one look at a time, and
 * while nobody waits nothing is asked.
 */
export class CheckpointWatch extends ReadModels {
  private readonly waiters = new PositionWaiters();
  private readonly stopping = new AbortController();
  private newcomer = new AbortController();
  private passed: bigint | undefined;
  private watching: Promise<void> | undefined;
  /** How often the checkpoints were asked for by those who wait. */
  looks = 0;

  constructor(private readonly options: CheckpointWatchOptions) {
    super();
  }

  /** @throws ReadStoreUnavailable for read models that were made from another log, unless they are to be built anew. */
  async open(): Promise<void> {
    const { eventStore, readStore, projections, rebuildForeign = false, log } = this.options;
    for (const checkpoint of await storedCheckpoints(readStore, projections)) {
      if (await isOfLog(eventStore, checkpoint)) continue;
      const head = (await eventStore.head()) ?? 'nothing';
      const message = `the read models stand at position ${checkpoint!.position}, the log ends at ${head}: they were made from another log`;
      if (rebuildForeign) return log('warn', message, { collection: checkpoint!._id });
      throw new ReadStoreUnavailable(`${message}; READ_MODELS_OF_ANOTHER_LOG=rebuild builds them anew`);
    }
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
    const positions = await storedPositions(readStore, projections);
    const collections = projections.map(collectionName);
    const found = await readStore.find<ParkedStreams>(parkedStreams, { _id: { $in: collections } });
    const parked = new Map(found.map(({ _id, streams = [] }) => [_id, streams]));
    const head = await eventStore.head();
    return projections.map((projection, at) =>
      statusOf(projection, head, {
        position: positions[at],
        parked: parked.get(collections[at]!) ?? [],
      }),
    );
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    let patience = 0;
    while (this.waiters.some) {
      const newcomer = (this.newcomer = new AbortController()).signal;
      const before = this.passed;
      await this.look();
      const hopeful = newcomer.aborted || this.passed !== before;
      patience = hopeful ? 0 : Math.min(Math.max(patience * 2, FIRST_PAUSE), LONGEST_PAUSE);
      await elapsed(patience, AbortSignal.any([newcomer, signal]));
      await elapsed(FIRST_PAUSE, signal);
    }
    this.watching = undefined; // at once: whoever comes next must find nobody watching
  }

  private async look(): Promise<void> {
    const { readStore, projections, log } = this.options;
    this.looks += 1;
    try {
      this.passed = commonPosition(await storedPositions(readStore, projections));
      this.waiters.passed(this.passed);
    } catch (error) {
      log('warn', 'checkpoints cannot be read', { error }); // whoever waits is told when its time is over
    }
  }
}
