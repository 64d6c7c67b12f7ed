import { hash } from 'node:crypto';

/** Length in bytes of a SHA-256 hash: of every leaf, node and root. */
export const HASH_BYTES = 32;

// Leaves and nodes have different prefixes, so that a node cannot pose as a leaf (RFC 9162, 2.1.1).
const LEAF = Buffer.of(0x00);
const NODE = Buffer.of(0x01);

const sha256 = (...parts: readonly Buffer[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');

export const leafHash = (data: Buffer): Buffer => sha256(LEAF, data);
export const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(NODE, left, right);

/** Root of the empty tree. */
export const EMPTY_ROOT = sha256();

/**
 * The append-only Merkle tree of RFC 9162 (2.1). It keeps the hash of every complete subtree, 64 bytes a leaf. Adding a
 * leaf takes constant time on average; a root or a proof of any earlier size takes logarithmic time.
 */
export class MerkleTree {
  /** `subtrees[height]` holds the complete subtrees of that height, from the left. Height 0 holds the leaves. */
  private readonly subtrees: HashList[] = [new HashList()];

  get size(): number {
    return this.subtrees[0]!.length;
  }

  append(data: Buffer): void {
    let added = leafHash(data);
    for (let height = 0; ; height += 1) {
      const row = (this.subtrees[height] ??= new HashList());
      row.push(added);
      if (row.length % 2 === 1) return;
      added = nodeHash(row.at(row.length - 2), row.at(row.length - 1));
    }
  }

  /** Hash of the leaf with this index, from 0. @throws RangeError for a leaf outside the tree. */
  leaf(index: number): Buffer {
    if (index >= this.size) throw new RangeError(`leaf ${index} is not in a tree of ${this.size}`);
    return this.subtrees[0]!.at(index);
  }

  /** The root of the first `size` leaves. @throws RangeError for more leaves than there are. */
  root(size = this.size): Buffer {
    this.ensureWithin(size);
    return size === 0 ? EMPTY_ROOT : this.rangeHash(0, size);
  }

  /**
   * Proof that the leaf with this index, from 0, is in the tree of that size: its siblings from the leaf to the root
   * (RFC 9162, 2.1.3.1).
   */
  inclusionProof(leaf: number, size = this.size): readonly Buffer[] {
    this.ensureWithin(size);
    if (!Number.isInteger(leaf) || leaf < 0 || leaf >= size) {
      throw new RangeError(`leaf ${leaf} is not in a tree of ${size}`);
    }
    return this.path(leaf, 0, size);
  }

  /** Proof that the tree of size `to` extends that of size `from` (RFC 9162, 2.1.4.1). Empty when the sizes are equal. */
  consistencyProof(from: number, to = this.size): readonly Buffer[] {
    this.ensureWithin(to);
    if (!Number.isInteger(from) || from < 1 || from > to) {
      throw new RangeError(`a tree of ${to} grew from 1 to ${to} leaves, not from ${from}`);
    }
    return this.subproof(from, 0, to, true);
  }

  /**
   * One proof for many leaves; their indexes count from 0 and ascend. It holds the hashes of the largest subtrees
   * without any of these leaves, from the left. A verifier with the leaves rebuilds the tree from it and gets its root.
   */
  batchProof(leaves: readonly number[], size = this.size): readonly Buffer[] {
    this.ensureWithin(size);
    const others: Buffer[] = [];
    const gather = (start: number, end: number, from: number, to: number): void => {
      if (from === to) others.push(this.rangeHash(start, end));
      if (from === to || end - start === 1) return;
      const middle = start + largestPowerBelow(end - start);
      let split = from;
      while (split < to && leaves[split]! < middle) split += 1;
      gather(start, middle, from, split);
      gather(middle, end, split, to);
    };
    if (size > 0) gather(0, size, 0, leaves.length);
    return others;
  }

  private path(leaf: number, start: number, end: number): Buffer[] {
    if (end - start === 1) return [];
    const middle = start + largestPowerBelow(end - start);
    return leaf < middle
      ? [...this.path(leaf, start, middle), this.rangeHash(middle, end)]
      : [...this.path(leaf, middle, end), this.rangeHash(start, middle)];
  }

  /** `known`: the verifier already has the hash of this range, as the root of the smaller tree. */
  private subproof(from: number, start: number, end: number, known: boolean): Buffer[] {
    if (from === end) return known ? [] : [this.rangeHash(start, end)];
    const middle = start + largestPowerBelow(end - start);
    return from <= middle
      ? [...this.subproof(from, start, middle, known), this.rangeHash(middle, end)]
      : [...this.subproof(from, middle, end, false), this.rangeHash(start, middle)];
  }

  /** Every range in the definition begins at a multiple of the length of its left part. */
  private rangeHash(start: number, end: number): Buffer {
    const length = end - start;
    const left = largestPowerBelow(length);
    if (length === 1 || left * 2 === length) {
      return this.subtrees[Math.log2(length)]!.at(start / length);
    }
    return nodeHash(this.rangeHash(start, start + left), this.rangeHash(start + left, end));
  }

  private ensureWithin(size: number): void {
    if (!Number.isInteger(size) || size < 0 || size > this.size) {
      throw new RangeError(`the tree has ${this.size} leaves, not ${size}`);
    }
  }
}

/** The largest power of two smaller than `length`, which is at least 2. */
const largestPowerBelow = (length: number): number => {
  let power = 1;
  while (power * 2 < length) power *= 2;
  return power;
};

/** Hashes side by side in one buffer. A million separate objects would take four times as much memory. */
class HashList {
  private bytes = Buffer.alloc(HASH_BYTES);
  length = 0;

  push(hash: Buffer): void {
    const end = this.length * HASH_BYTES;
    if (end === this.bytes.length) this.bytes = Buffer.concat([this.bytes], end * 2);
    hash.copy(this.bytes, end);
    this.length += 1;
  }

  at(index: number): Buffer {
    return Buffer.from(this.bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES));
  }
}
