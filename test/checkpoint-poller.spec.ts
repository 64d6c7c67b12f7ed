import { afterEach, describe, expect, it } from '@jest/globals';
import { CheckpointPoller } from '../projections/engine/checkpoint-poller.js';
import { collectionName } from '../projections/engine/collection-name.js';
import { allProjections } from '../projections/read-models/index.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { ReadStoreUnavailable } from '../src/basics/read-store-unavailable.js';

const projections = allProjections();
const collections = projections.map(collectionName);
const patience = 20_000;

const watches: CheckpointPoller[] = [];
afterEach(async () => {
  for (const watch of watches.splice(0)) await watch.close();
});

const watched = (head: bigint) => {
  const readStore = new MemoryReadStore();
  const eventStore = { head: async () => head, readStream: async () => [] };
  const watch = new CheckpointPoller({ eventStore, readStore, projections, log: () => undefined });
  watches.push(watch);
  const moveTo = (position: bigint, of: readonly string[] = collections) =>
    readStore.apply(
      'projection_checkpoints',
      of.map((id) => ({ id, set: { position: position.toString() } })),
    );
  return { readStore, watch, moveTo };
};

describe('waiting for read models that another process projects', () => {
  it('ends when the last of them has passed', async () => {
    const { watch, moveTo } = watched(9n);
    const waiting = watch.waitFor(5n, patience);
    await moveTo(5n, collections.slice(1));
    expect(await watch.waitFor(5n, 30)).toBe(false);
    await moveTo(5n);
    expect(await waiting).toBe(true);
    expect(await watch.waitFor(5n, 0)).toBe(true);
  });

  it('asks nothing without a waiting request, and one question for all waiting requests', async () => {
    const { watch, moveTo } = watched(9n);
    await moveTo(3n);
    expect(watch.looks).toBe(0);
    const waiting = Promise.all(Array.from({ length: 500 }, () => watch.waitFor(4n, patience)));
    await moveTo(4n);
    expect(await waiting).not.toContain(false);
    const looked = watch.looks;
    expect(looked).toBeLessThanOrEqual(3);
    expect(await watch.waitFor(4n, patience)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(watch.looks).toBe(looked);
  });

  it('asks less and less often while the projector is away', async () => {
    const { watch } = watched(9n);
    expect(await watch.waitFor(1n, 1_500)).toBe(false);
    expect(watch.looks).toBeLessThan(12);
  });

  it('ends with the process', async () => {
    const { watch } = watched(9n);
    const waiting = watch.waitFor(1n, patience);
    await watch.close();
    expect(await waiting).toBe(false);
  });
});

describe('their status', () => {
  it('names the lag of each, and what is parked', async () => {
    const { watch, moveTo, readStore } = watched(9n);
    await moveTo(7n, [collections[0]!]);
    const parked = { stream: 's', revision: '0', position: '3', reason: 'unknown' };
    await readStore.apply('parked_streams', [{ id: collections[0]!, set: { streams: [parked] } }]);
    const [first, second] = projections.map(({ name, version }) => ({ projection: name, version }));
    expect((await watch.status()).slice(0, 2)).toEqual([
      { ...first, position: '7', head: '9', lag: '2', parked: [parked] },
      { ...second, position: null, head: '9', lag: '10', parked: [] },
    ]);
  });

  it('refuses read models of another log', async () => {
    const { watch, moveTo } = watched(9n);
    await moveTo(9n);
    await watch.open();
    await moveTo(10n, [collections[2]!]);
    await expect(watch.open()).rejects.toThrow(ReadStoreUnavailable);
    await expect(watch.open()).rejects.toThrow(
      /are at position 10, the log ends at 9[^\n]*=rebuild builds them anew$/,
    );
  });
});
