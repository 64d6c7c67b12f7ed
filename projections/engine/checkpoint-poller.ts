import type { EventStore } from '../../src/event-store/event-store.js';
import type { Log } from './applier.js';
import {
  commonPosition,
  parkedStreams,
  prepareProgress,
  storedCheckpoints,
  storedPositions,
  type ParkedStreams,
} from './checkpoints.js';
import { isOfLog } from './log-mark.js';
import { collectionName } from './collection-name.js';
import { Backoff, pause, type BackoffTimes } from '../../src/basics/backoff.js';
import { PositionWaiters } from './position-waiters.js';
import type { Projection } from './projection.js';
import { ReadModelProgress, statusOf, type ProjectionStatus } from './read-model-progress.js';
import { ReadStoreUnavailable } from '../../src/basics/read-store-unavailable.js';
import type { ReadStore } from '../read-store/read-store.js';

/**
 * Between two reads of the checkpoints. A working projector is some tens of milliseconds behind; the pauses grow while
 * none works.
 */
const PAUSES: BackoffTimes = { first: 20, longest: 500 };

export interface CheckpointPollerOptions {
  readonly eventStore: Pick<EventStore, 'head' | 'readStream'>;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly log: Log;
  /** Whether read models of another log are built anew; else no process starts. */
  readonly rebuildForeign?: boolean;
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
  private watching: Promise<void> | undefined;
  /** Number of reads of the checkpoints for waiting requests. */
  looks = 0;

  constructor(private readonly options: CheckpointPollerOptions) {
    super();
  }

  /** @throws ReadStoreUnavailable for read models that were made from another log, unless they are to be built again. */
  async open(): Promise<void> {
    const { eventStore, readStore, projections, rebuildForeign = false, log } = this.options;
    await prepareProgress(readStore);
    // The projecting process may start later. Until then its collections are empty, and this process is not ready.
    for (const projection of projections) {
      await readStore.prepare({ name: collectionName(projection), indexes: projection.indexes });
    }
    for (const checkpoint of await storedCheckpoints(readStore, projections)) {
      if (await isOfLog(eventStore, checkpoint)) continue;
      const head = (await eventStore.head()) ?? 'nothing';
      const message = `the read models are at position ${checkpoint!.position}, the log ends at ${head}: they were made from another log`;
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
    const { readStore, projections, log } = this.options;
    this.looks += 1;
    try {
      this.passed = commonPosition(await storedPositions(readStore, projections));
      this.waiters.passed(this.passed);
    } catch (error) {
      log('warn', 'checkpoints cannot be read', { error }); // the waiting requests end at their timeouts
    }
  }
}
