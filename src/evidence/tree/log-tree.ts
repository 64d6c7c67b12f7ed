import type { RecordedEvent } from '../../events/recorded-event.js';
import { ChainWalk } from '../../event-store/chain-walk.js';
import { MerkleTree } from './merkle-tree.js';

/** The log as its checkpoints describe it: every hash chain recomputed, and one Merkle tree over all links in log order. */
export class LogTree {
  readonly merkle = new MerkleTree();
  readonly chains = new ChainWalk();
  private readonly positions: bigint[] = [];

  /** Adds the next event of the log. Returns false, and adds nothing, when the event does not continue its chain. */
  take(event: RecordedEvent): boolean {
    if (!this.chains.take(event)) return false;
    this.merkle.append(leafData(this.chains.endOf(event.stream).hash));
    this.positions.push(event.position);
    return true;
  }

  get size(): number {
    return this.merkle.size;
  }

  /** Log position of the last of the first `size` events; undefined for none. */
  positionAt(size: number): bigint | undefined {
    return this.positions[size - 1];
  }

  /** Index among all events, from 0, of the event at that log position; undefined when there is none. */
  indexOf(position: bigint): number | undefined {
    let [low, high] = [0, this.positions.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.positions[middle]! < position) low = middle + 1;
      else high = middle;
    }
    return this.positions[low] === position ? low : undefined;
  }

  /** Whether the checkpoint was made of the first events of this log. */
  extends({ size, root }: { readonly size: number; readonly root: Buffer }): boolean {
    return size <= this.size && this.merkle.root(size).equals(root);
  }
}

/** The leaf data of an event: its link of the hash chain, 32 bytes. */
export const leafData = (hash: string): Buffer => Buffer.from(hash, 'hex');
