import type { EventStore } from '../../src/event-store/event-store.js';
import type { Log } from './applier.js';
import { commonPosition, parkedStreams, storedPositions, type ParkedStreams } from './checkpoints.js';
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
  readonly eventStore: Pick<EventStore, 'head'>;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly log: Log;
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

  /** @throws ReadStoreUnavailable for read models that stand further than the log: nothing new would ever reach them. */
  async open(): Promise<void> {
    const { eventStore, readStore, projections } = this.options;
    const positions = await storedPositions(readStore, projections);
    const head = await eventStore.head();
    const furthest = positions.find((position) => position !== undefined && position > (head ?? -1n));
    if (furthest === undefined) return;
    throw new ReadStoreUnavailable(
      `the read models stand at position ${furthest}, the log ends at ${head ?? 'nothing'}: they were made from another log`,
    );
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
