import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  DocumentStates,
  type DocumentState,
  type PlacedWrite,
} from '../projections/engine/document-states.js';
import { placeOf } from '../projections/engine/place.js';
import { merged, type Fields } from '../projections/read-store/merged.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { propertyRuns } from './support/property-runs.js';

const COLLECTION = 'things';
const documents = ['a', 'b', 'c'];

const write = fc.record({
  id: fc.constantFrom(...documents),
  set: fc.dictionary(fc.constantFrom('n', 'at.x', 'at.y'), fc.nat(3), { maxKeys: 2 }),
  unset: fc.subarray(['at.x']),
});
/** The writes of one event, mostly of none or one. The roster of an upgrade counts from the beginning, and comes once. */
const event = fc.record({
  writes: fc.array(write, { maxLength: 3 }),
  roster: fc.constantFrom(0, 0, 0, 0, 1),
});

const log = fc.array(event, { minLength: 1, maxLength: 40 }).map((events) => {
  const known = new Set<string>();
  return events.flatMap(({ writes, roster }, at): PlacedWrite[] => {
    const position = BigInt(at * 7 + 3); // positions have gaps on some servers
    const own = writes.map((each) => ({ write: each, position, countsFromBeginning: false }));
    if (roster === 0) return own;
    const missing = documents.filter((id) => !known.has(id));
    for (const id of missing) known.add(id);
    return missing.map((id) => ({
      write: { id, set: { name: id, [`said.p${position}`]: at } },
      position,
      countsFromBeginning: true,
    }));
  });
});

/** The document as a replay up to the position gives it. */
const replayed = (writes: readonly PlacedWrite[], id: string, position: bigint): Fields => {
  const counting = writes.filter(
    (each) => each.write.id === id && (each.countsFromBeginning || each.position <= position),
  );
  return counting.reduce<Fields>((fields, each) => merged(fields, each.write), {});
};

const stored = async (store: MemoryReadStore, id: string, position: bigint): Promise<Fields> => {
  const place = placeOf(position);
  const found = await store.find<DocumentState>(COLLECTION, {
    document: id,
    from: { range: { lte: place } },
    until: { range: { gt: place } },
  });
  expect(found.length).toBeLessThanOrEqual(1);
  const [{ _id: _, document: __, from: ___, until: ____, ...fields } = {} as DocumentState] = found;
  return fields;
};

const begin = async () => {
  const store = new MemoryReadStore();
  await store.prepare({ name: COLLECTION, indexes: [['document', 'from']] });
  return store;
};

const expectAll = async (store: MemoryReadStore, writes: readonly PlacedWrite[]) => {
  const last = writes.at(-1)?.position ?? 0n;
  for (let position = 0n; position <= last + 1n; position += 1n) {
    for (const id of documents) {
      expect(await stored(store, id, position)).toEqual(replayed(writes, id, position));
    }
  }
};

/** The writes of some events each. */
const batchesOf = (writes: readonly PlacedWrite[], size: number): readonly (readonly PlacedWrite[])[] => {
  const byEvent = [...Map.groupBy(writes, ({ position }) => position).values()];
  return Array.from({ length: Math.ceil(byEvent.length / size) }, (_, at) =>
    byEvent.slice(at * size, (at + 1) * size).flat(),
  );
};

it('every state is what a replay up to it gives, after batches that were interrupted anywhere', async () => {
  const interruptions = fc.array(fc.nat(4), { maxLength: 10 });
  const property = fc.asyncProperty(
    log,
    fc.integer({ min: 1, max: 9 }),
    interruptions,
    async (writes, size, cuts) => {
      const store = await begin();
      const states = new DocumentStates(store, COLLECTION, 1);
      let checkpoint: bigint | undefined;
      for (const [at, batch] of batchesOf(writes, size).entries()) {
        const end = batch.at(-1)!.position;
        const cut = cuts[at];
        if (cut !== undefined) {
          // The process died after some of the writes: MongoDB keeps them.
          await store.apply(COLLECTION, (await states.take(batch, end, Promise.resolve())).slice(0, cut));
          states.resume(checkpoint);
        }
        await store.apply(COLLECTION, await states.take(batch, end, Promise.resolve()));
        checkpoint = end;
      }
      await expectAll(store, writes);
      await store.close();
    },
  );
  await fc.assert(property, propertyRuns(60));
});

it('a batch is prepared while the one before is being stored', async () => {
  const property = fc.asyncProperty(log, fc.integer({ min: 1, max: 5 }), async (writes, size) => {
    const store = await begin();
    const states = new DocumentStates(store, COLLECTION, 1);
    let underWay: Promise<unknown> = Promise.resolve();
    for (const batch of batchesOf(writes, size)) {
      const before = underWay;
      const prepared = states.take(batch, batch.at(-1)!.position, before);
      if (!batch.some(({ countsFromBeginning }) => countsFromBeginning)) await prepared;
      await before;
      const changes = await prepared;
      underWay = (async () => {
        await Promise.resolve();
        await store.apply(COLLECTION, changes);
      })();
    }
    await underWay;
    await expectAll(store, writes);
    await store.close();
  });
  await fc.assert(property, propertyRuns(40));
});
