import { nodeHash } from '../../src/evidence/tree/merkle-tree.js';

export interface Inclusion {
  /** Hash of the leaf (`leafHash`), not its data. */
  readonly leaf: Buffer;
  /** Index of the leaf, from 0. */
  readonly index: number;
  readonly size: number;
  readonly root: Buffer;
  readonly proof: readonly Buffer[];
}

/** Whether the proof shows the leaf at that index of the tree with that root (RFC 9162, 2.1.3.2). */
export const verifyInclusion = ({ leaf, index, size, root, proof }: Inclusion): boolean => {
  if (index < 0 || index >= size) return false;
  let node = index;
  let last = size - 1;
  let computed = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      computed = nodeHash(sibling, computed);
      // A last node without a sibling keeps its hash on the upper levels until it becomes the right one of two.
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      computed = nodeHash(computed, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && computed.equals(root);
};

export interface Consistency {
  readonly from: number;
  readonly fromRoot: Buffer;
  readonly to: number;
  readonly toRoot: Buffer;
  readonly proof: readonly Buffer[];
}

/** Whether the proof shows that the later tree extends the earlier one (RFC 9162, 2.1.4.2). */
export const verifyConsistency = ({ from, fromRoot, to, toRoot, proof }: Consistency): boolean => {
  if (from < 1 || from > to) return false;
  if (from === to) return proof.length === 0 && fromRoot.equals(toRoot);
  const [first, ...rest] = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof;
  if (!first) return false;
  let [node, last] = [from - 1, to - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  let [earlier, later] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      earlier = nodeHash(sibling, earlier);
      later = nodeHash(sibling, later);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      later = nodeHash(later, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && earlier.equals(fromRoot) && later.equals(toRoot);
};

const isOdd = (number: number): boolean => number % 2 === 1;
const half = (number: number): number => Math.floor(number / 2);
const isPowerOfTwo = (number: number): boolean => Number.isInteger(Math.log2(number));
