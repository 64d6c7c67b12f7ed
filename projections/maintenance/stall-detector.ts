import { pause } from '../../src/basics/backoff.js';
import { storedPositions } from '../engine/checkpoints.js';
import { collectionName } from '../engine/collection-name.js';
import type { Projection } from '../engine/projection.js';
import type { ReadStore } from '../read-store/read-store.js';

/** Milliseconds between two reads. */
const PAUSE = 50;

/** Finds read models that are served but no longer fed, whichever process should feed them. */
export class StallDetector {
  constructor(
    private readonly readStore: ReadStore,
    private readonly projections: readonly Projection[],
    /** Milliseconds that all checkpoints behind a position may stay unchanged before they count as stalled. */
    private readonly patience: number,
  ) {}

  /** By collection; -1 for an empty one. */
  async positions(): Promise<ReadonlyMap<string, bigint>> {
    const positions = await storedPositions(this.readStore, this.projections);
    return new Map(
      this.projections.map((projection, at) => [collectionName(projection), positions[at] ?? -1n]),
    );
  }

  /** Waits until every checkpoint has reached the position. @returns the stalled ones by collection, with their positions. */
  async stalledBefore(position: bigint, signal: AbortSignal): Promise<ReadonlyMap<string, bigint>> {
    let [seen, since] = ['', performance.now()];
    for (;;) {
      const behind = [...(await this.positions())].filter(([, at]) => at < position);
      const now = String(behind);
      if (now !== seen) [seen, since] = [now, performance.now()];
      if (behind.length === 0 || performance.now() - since >= this.patience) return new Map(behind);
      await pause(PAUSE, signal);
      signal.throwIfAborted();
    }
  }
}
