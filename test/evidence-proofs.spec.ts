import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openCheckpoint, signCheckpoint, type Checkpoint } from '../src/evidence/checkpoints/checkpoint.js';
import { verifyConsistency, verifyInclusion } from './support/merkle-proof.js';
import { EMPTY_ROOT, leafHash, MerkleTree, nodeHash } from '../src/evidence/tree/merkle-tree.js';
import { NoteError, openNote, signNote, verifierKey } from '../src/evidence/checkpoints/signed-note.js';
import { OnDemand } from '../src/evidence/verification/on-demand.js';
import { propertyRuns } from './support/property-runs.js';

const treeOf = (leaves: readonly Buffer[]): MerkleTree => {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree;
};

/** RFC 9162, 2.1.1, literally. */
const naiveRoot = (leaves: readonly Buffer[]): Buffer => {
  if (leaves.length === 0) return hash('sha256', '', 'buffer');
  if (leaves.length === 1) return leafHash(leaves[0]!);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
};

const leaves = fc.array(
  fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  { minLength: 1, maxLength: 70 },
);
const grown = leaves.chain((all) =>
  fc.record({
    all: fc.constant(all),
    size: fc.integer({ min: 1, max: all.length }),
    part: fc.nat({ max: 1000 }),
  }),
);
const flipped = (bytes: Buffer): Buffer => {
  const other = Buffer.from(bytes);
  other[0]! ^= 1;
  return other;
};

describe('checkpoints on demand', () => {
  it('are bounded in an hour, and go on after it', () => {
    let now = Date.parse('2026-11-26T00:00:00Z');
    const onDemand = new OnDemand({ now: () => new Date(now) });
    for (let made = 0; made < 60; made += 1) {
      onDemand.requireRoom();
      onDemand.made();
    }
    now += 1_800_000;
    expect(() => onDemand.requireRoom()).toThrow(
      expect.objectContaining({ code: 'too-many-requests', details: { retryAfterSeconds: 1800 } }),
    );
    now += 1_800_001;
    expect(() => onDemand.requireRoom()).not.toThrow();
  });
});

describe('Merkle tree', () => {
  // The test vectors of the reference implementations of Certificate Transparency.
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];

  it('has the roots of other implementations, at every size', () => {
    const tree = treeOf(inputs.map((input) => Buffer.from(input, 'hex')));
    expect(roots.map((_, size) => tree.root(size).toString('hex'))).toEqual(roots);
    expect(EMPTY_ROOT.toString('hex')).toBe(roots[0]);
  });

  it('has the root of the definition at every earlier size', () => {
    fc.assert(
      fc.property(grown, ({ all, size }) => {
        const tree = treeOf(all);
        expect(tree.root(size)).toEqual(naiveRoot(all.slice(0, size)));
        expect(tree.root()).toEqual(naiveRoot(all));
      }),
      propertyRuns(100),
    );
  });

  it('proves that a leaf is in it, and no other leaf by that proof', () => {
    fc.assert(
      fc.property(grown, ({ all, size, part }) => {
        const tree = treeOf(all);
        const index = part % size;
        const inclusion = {
          leaf: leafHash(all[index]!),
          index,
          size,
          root: tree.root(size),
          proof: tree.inclusionProof(index, size),
        };
        expect(verifyInclusion(inclusion)).toBe(true);
        const { leaf, root, proof } = inclusion;
        expect(verifyInclusion({ ...inclusion, leaf: flipped(leaf) })).toBe(false);
        expect(verifyInclusion({ ...inclusion, root: flipped(root) })).toBe(false);
        expect(verifyInclusion({ ...inclusion, index: size })).toBe(false);
        expect(verifyInclusion({ ...inclusion, proof: [...proof, root] })).toBe(false);
        if (proof.length > 0) {
          expect(verifyInclusion({ ...inclusion, proof: proof.slice(1) })).toBe(false);
          expect(verifyInclusion({ ...inclusion, proof: [flipped(proof[0]!), ...proof.slice(1)] })).toBe(
            false,
          );
        }
      }),
      propertyRuns(100),
    );
  });

  it('proves that it only grew', () => {
    fc.assert(
      fc.property(grown, ({ all, size: to, part }) => {
        const tree = treeOf(all);
        const from = 1 + (part % to);
        const consistency = {
          from,
          fromRoot: tree.root(from),
          to,
          toRoot: tree.root(to),
          proof: tree.consistencyProof(from, to),
        };
        expect(verifyConsistency(consistency)).toBe(true);
        const { fromRoot, toRoot, proof } = consistency;
        expect(verifyConsistency({ ...consistency, fromRoot: flipped(fromRoot) })).toBe(false);
        expect(verifyConsistency({ ...consistency, toRoot: flipped(toRoot) })).toBe(false);
        expect(verifyConsistency({ ...consistency, proof: [...proof, toRoot] })).toBe(false);
        if (proof.length > 0)
          expect(verifyConsistency({ ...consistency, proof: proof.slice(1) })).toBe(false);
      }),
      propertyRuns(100),
    );
  });

  it('proves no growth when an earlier leaf has become another', () => {
    fc.assert(
      fc.property(grown, ({ all, size: to, part }) => {
        const from = 1 + (part % to);
        const altered = all.map((leaf, index) => (index === part % from ? flipped(leaf) : leaf));
        const tree = treeOf(altered);
        expect(
          verifyConsistency({
            from,
            fromRoot: treeOf(all).root(from),
            to,
            toRoot: tree.root(to),
            proof: tree.consistencyProof(from, to),
          }),
        ).toBe(false);
      }),
      propertyRuns(100),
    );
  });

  it('refuses a leaf or a size that it never had', () => {
    const tree = treeOf([Buffer.of(1), Buffer.of(2)]);
    expect(() => tree.root(3)).toThrow(RangeError);
    expect(() => tree.inclusionProof(2)).toThrow(RangeError);
    expect(() => tree.inclusionProof(0, 3)).toThrow(RangeError);
    expect(() => tree.consistencyProof(0)).toThrow(RangeError);
    expect(() => tree.consistencyProof(3)).toThrow(RangeError);
  });
});

/** An Ed25519 key by its seed, in PKCS #8 (RFC 8410). */
const keyOfSeed = (seed: Buffer): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });

describe('signed note', () => {
  // The example of Go's golang.org/x/mod/sumdb/note, the first implementation of the format.
  const name = 'PeterNeumann';
  const seed = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
  const key = keyOfSeed(Buffer.from(seed, 'base64').subarray(1));
  const text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

  it('has the signature and the key name of other implementations', () => {
    expect(signNote(text, name, key)).toBe(note);
    expect(verifierKey(name, key)).toBe('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    expect(openNote(note, name, createPublicKey(key))).toBe(text);
  });

  it.each([
    ['another text', note.replace('answer', 'Answer')],
    ['another name', note.replace('— PeterNeumann', '— PeterPan')],
    ['another key', signNote(text, name, generateKeyPairSync('ed25519').privateKey)],
    ['no signature', text],
    ['a cut signature', note.slice(0, -20)],
    ['no newline at its end', note.slice(0, -1)],
  ])('is refused with %s', (_, altered) => {
    expect(() => openNote(altered, name, createPublicKey(key))).toThrow(NoteError);
  });
});

describe('checkpoint', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const checkpoint: Checkpoint = {
    size: 3,
    root: treeOf([Buffer.of(1), Buffer.of(2), Buffer.of(3)]).root(),
    time: '2022-12-07T09:29:30.000Z',
    position: 41n,
  };

  it('is a note with origin, size and root, then its time and position', () => {
    const note = signCheckpoint(checkpoint, privateKey);
    expect(note.split('\n').slice(0, 6)).toEqual([
      'eservice-survey',
      '3',
      checkpoint.root.toString('base64'),
      'time 2022-12-07T09:29:30.000Z',
      'position 41',
      '',
    ]);
    expect(openCheckpoint(note, publicKey)).toEqual(checkpoint);
  });

  it('is refused when the signed text is no checkpoint', () => {
    const other = signNote('eservice-survey\n3\nnothing\n', 'eservice-survey', privateKey);
    expect(() => openCheckpoint(other, publicKey)).toThrow(NoteError);
  });
});
