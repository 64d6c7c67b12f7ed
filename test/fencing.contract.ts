import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { digest } from '../projections/maintenance/rebuild-from-zero.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { FencedOff, type ReadStore } from '../projections/read-store/read-store.js';

/** The contract of a store with several writing processes: only the writes of the latest term stay. */
export const fencingContract = (
  name: string,
  open: () => Promise<{ store: ReadStore; close: () => Promise<void> }>,
): void =>
  describe(`fencing: ${name}`, () => {
    const things = 'fenced_v1';
    let store: ReadStore;
    let close: () => Promise<void>;
    const put = (id: string, value: number, fence?: number) =>
      store.apply(things, [{ id, set: { value } }], fence);

    beforeEach(async () => {
      ({ store, close } = await open());
      await store.drop(things);
    });
    afterEach(() => close());

    it('a later term overwrites an earlier one, and documents without a fence', async () => {
      await put('a', 1);
      await put('a', 2, 1);
      await put('a', 3, 7);
      await put('a', 4, 7);
      expect(await store.findById(things, 'a')).toEqual({ _id: 'a', value: 4 });
    });

    it('an earlier term is refused where a later one has written, and writes nothing there', async () => {
      await put('a', 2, 2);
      await expect(put('a', 1, 1)).rejects.toThrow(FencedOff);
      await expect(
        store.apply(things, [{ id: 'a', set: { other: 1 }, unset: ['value'] }], 1),
      ).rejects.toThrow(FencedOff);
      expect(await store.findById(things, 'a')).toEqual({ _id: 'a', value: 2 });
    });

    it('a batch stops at the document that a later term has written', async () => {
      await put('b', 2, 2);
      const batch = ['a', 'b', 'c'].map((id) => ({ id, set: { value: 1 } }));
      await expect(store.apply(things, batch, 1)).rejects.toThrow(FencedOff);
      expect(await store.findById(things, 'b')).toEqual({ _id: 'b', value: 2 });
      expect(await store.findById(things, 'c')).toBeUndefined();
    });

    it('processes that create one document at the same time create it once; the latest term stays', async () => {
      for (let round = 0; round < 10; round += 1) {
        const id = `${round}`;
        const writers = [1, 2, 3, 3, 2, 1].map((fence) => put(id, fence, fence));
        const outcomes = await Promise.allSettled(writers);
        expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(2);
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(FencedOff);
        }
        expect(await store.findById(things, id)).toEqual({ _id: id, value: 3 });
      }
    });

    it('no reader sees the fence: the bytes are those of a rebuild', async () => {
      await put('a', 1, 5);
      const rebuilt = new MemoryReadStore();
      await rebuilt.apply(things, [{ id: 'a', set: { value: 1 } }]);
      expect(await digest(store, things)).toEqual(await digest(rebuilt, things));
      expect(await store.findById(things, 'a')).toEqual({ _id: 'a', value: 1 });
      expect(await store.find(things, { value: 1 })).toEqual([{ _id: 'a', value: 1 }]);
    });
  });
