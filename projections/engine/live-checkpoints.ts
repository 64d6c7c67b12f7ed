import { pause } from '../../src/basics/backoff.js';
import { storedPositions } from './checkpoints.js';
import { collectionName } from './collection-name.js';
import type { Projection } from './projection.js';
import type { ReadStore } from '../read-store/read-store.js';

/** Milliseconds between two looks. */
const PAUSE = 50;

/** Where the read models that are being served say that they stand, whichever process feeds them. */
export class LiveCheckpoints {
  constructor(
    private readonly readStore: ReadStore,
    private readonly projections: readonly Projection[],
    /** How long none of those waited for may move before they count as standing still, milliseconds. */
    private readonly patience: number,
  ) {}

  /** By collection; -1 for one that holds nothing yet. */
  async positions(): Promise<ReadonlyMap<string, bigint>> {
    const positions = await storedPositions(this.readStore, this.projections);
    return new Map(
      this.projections.map((projection, at) => [collectionName(projection), positions[at] ?? -1n]),
    );
  }

  /** Waits until all have passed the position. @returns those that stand still before it, with where they stand. */
  async reach(position: bigint, signal: AbortSignal): Promise<ReadonlyMap<string, bigint>> {
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
