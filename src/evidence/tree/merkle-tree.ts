import { hash } from 'node:crypto';

/** Bytes of SHA-256: of every leaf, node and root. */
export const HASH_BYTES = 32;

// Leaves and nodes are hashed apart, so that no node can be passed off as a leaf (RFC 9162, 2.1.1).
const LEAF = Buffer.of(0x00);
const NODE = Buffer.of(0x01);

const sha256 = (...parts: readonly Buffer[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');

export const leafHash = (data: Buffer): Buffer => sha256(LEAF, data);
export const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(NODE, left, right);

/** Root of the tree without leaves. */
export const EMPTY_ROOT = sha256();

/**
 * The Merkle tree of RFC 9162 (2.1), which only grows. It keeps the hash of every complete subtree, 64 bytes a leaf: a leaf is added in
 * constant time, and the root and the proofs of any earlier size are read off in logarithmic time.
 */
export class MerkleTree {
  /** `subtrees[height]` has the complete subtrees of that height, from the left; height 0 is the leaves. */
  private readonly subtrees: HashList[] = [new HashList()];

  /** Leaves so far. */
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

  /** Hash of the leaf, counted from 0. */
  leaf(index: number): Buffer {
    if (index >= this.size) throw new RangeError(`leaf ${index} is not in a tree of ${this.size}`);
    return this.subtrees[0]!.at(index);
  }

  /** The root as it was (or is) with so many leaves. @throws RangeError for more leaves than there are. */
  root(size = this.size): Buffer {
    this.ensureWithin(size);
    return size === 0 ? EMPTY_ROOT : this.rangeHash(0, size);
  }

  /** Proof that the leaf, counted from 0, is in the tree of that size: its siblings from the leaf to the root (RFC 9162, 2.1.3.1). */
  inclusionProof(leaf: number, size = this.size): readonly Buffer[] {
    this.ensureWithin(size);
    if (!Number.isInteger(leaf) || leaf < 0 || leaf >= size) {
      throw new RangeError(`leaf ${leaf} is not in a tree of ${size}`);
    }
    return this.path(leaf, 0, size);
  }

  /** Proof that the tree of size `to` only added leaves to that of size `from` (RFC 9162, 2.1.4.1). Empty for nothing added. */
  consistencyProof(from: number, to = this.size): readonly Buffer[] {
    this.ensureWithin(to);
    if (!Number.isInteger(from) || from < 1 || from > to) {
      throw new RangeError(`a tree of ${to} grew from 1 to ${to} leaves, not from ${from}`);
    }
    return this.subproof(from, 0, to, true);
  }

  /**
   * One proof for many leaves, counted from 0 and ascending: the hashes of the largest subtrees that hold none of them, from the left.
   * Whoever has the leaves puts the tree together again and finds its root.
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

  /** `known`: the verifier has the hash of this very range as the root it starts from. */
  private subproof(from: number, start: number, end: number, known: boolean): Buffer[] {
    if (from === end) return known ? [] : [this.rangeHash(start, end)];
    const middle = start + largestPowerBelow(end - start);
    return from <= middle
      ? [...this.subproof(from, start, middle, known), this.rangeHash(middle, end)]
      : [...this.subproof(from, middle, end, false), this.rangeHash(start, middle)];
  }

  /** Every range that the definition splits a tree into begins at a multiple of its left part's length. */
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

/** Hashes side by side in one piece of memory: a million objects of their own would take four times as much. */
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
