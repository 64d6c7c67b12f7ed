import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Document } from '../projections/read-store/document.js';
import type { Filter } from '../projections/read-store/filter.js';
import {
  UnpreparedCollection,
  type FindOptions,
  type ReadStore,
} from '../projections/read-store/read-store.js';

interface Thing extends Document {
  readonly [field: string]: unknown;
}

/** The contract of every read-store adapter. The semantics are MongoDB's. `replacesInTwoSteps`: a read in between finds nothing. */
export const readStoreContract = (
  name: string,
  open: () => Promise<{ store: ReadStore; close: () => Promise<void>; replacesInTwoSteps?: boolean }>,
): void =>
  describe(`read store: ${name}`, () => {
    const things = 'things_v1';
    let store: ReadStore;
    let close: () => Promise<void>;
    let replacesInTwoSteps: boolean;

    beforeEach(async () => {
      ({ store, close, replacesInTwoSteps = false } = await open());
      await store.drop(things);
      await store.prepare({
        name: things,
        indexes: [
          ['year', 'rank'],
          ['year', 'tags[]', '_id'],
          ['tags[]', '_id'],
          ['-year', 'rank', 'words~'],
        ],
      });
    });
    afterEach(() => close());

    const put = (...documents: readonly Thing[]) =>
      store.apply(
        things,
        documents.map(({ _id, ...set }) => ({ id: _id, set: set as never })),
      );
    const ids = async (filter: Filter, options?: FindOptions) =>
      (await store.find<Thing>(things, filter, options)).map(({ _id }) => _id);

    describe('writes', () => {
      it('upsert by id and dotted path, in order, seen by every later read', async () => {
        await store.apply(things, [
          { id: 'a', set: { 'answers.r1': { answer: true }, year: 1 } },
          { id: 'a', set: { 'answers.r2': { answer: false } } },
          { id: 'a', set: { year: 2 } },
        ]);
        expect(await store.findById(things, 'a')).toEqual({
          _id: 'a',
          year: 2,
          answers: { r1: { answer: true }, r2: { answer: false } },
        });
      });

      it('unset removes the field only, and does nothing where there is none', async () => {
        await store.apply(things, [{ id: 'a', set: { 'answers.r1': 1, 'answers.r2': 2 } }]);
        await store.apply(things, [{ id: 'a', set: {}, unset: ['answers.r1', 'answers.r9', 'none.at.all'] }]);
        expect(await store.findById(things, 'a')).toEqual({ _id: 'a', answers: { r2: 2 } });
      });

      it('a write without fields still makes the document', async () => {
        await store.apply(things, [{ id: 'a', set: {} }]);
        expect(await store.findById(things, 'a')).toEqual({ _id: 'a' });
      });

      it('a value shared by two documents is changed in one only', async () => {
        const shared = { inner: { n: 1 } };
        await store.apply(things, [
          { id: 'a', set: { value: shared } },
          { id: 'b', set: { value: shared } },
          { id: 'a', set: { 'value.inner.n': 2 } },
        ]);
        expect(await store.findById(things, 'b')).toEqual({ _id: 'b', value: { inner: { n: 1 } } });
        expect(shared).toEqual({ inner: { n: 1 } });
      });

      it('a path through a value that is not an object is refused', async () => {
        await put({ _id: 'a', value: 1 });
        await expect(store.apply(things, [{ id: 'a', set: { 'value.inner': 1 } }])).rejects.toThrow();
      });

      it.each(['__proto__.polluted', 'a.__proto__.polluted', 'constructor.prototype.polluted'])(
        'the path %s never reaches the prototype',
        async (path) => {
          await store.apply(things, [{ id: 'a', set: { [path]: true } }]).catch(() => undefined);
          await store.apply(things, [{ id: 'a', set: {}, unset: [path] }]).catch(() => undefined);
          expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
          expect(Object.prototype.constructor).toBe(Object);
        },
      );
    });

    describe('returned documents', () => {
      it('belong to the caller', async () => {
        await put({ _id: 'a', tags: ['x'], deep: { n: 1 } });
        for (const read of [
          () => store.findById<Thing>(things, 'a'),
          async () => (await store.find<Thing>(things, {}))[0],
        ]) {
          const mine = (await read()) as { tags: string[]; deep: { n: number } } & Thing;
          mine.tags.push('mine');
          mine.deep.n = 9;
          expect(await store.findById(things, 'a')).toEqual({ _id: 'a', tags: ['x'], deep: { n: 1 } });
        }
      });

      it('are undefined or empty when nothing is found', async () => {
        expect(await store.findById(things, 'none')).toBeUndefined();
        expect(await store.find(things, {})).toEqual([]);
        expect(await store.count(things, {})).toBe(0);
      });
    });

    describe('queries', () => {
      beforeEach(() =>
        put(
          {
            _id: 'a',
            year: 2565,
            rank: 2,
            status: 'certified',
            tags: ['x', 'y'],
            names: ['abc', 'บางไผ่'],
            words: ['abc', 'บางไผ่'],
          },
          {
            _id: 'b',
            year: 2565,
            rank: 10,
            status: null,
            tags: [],
            names: ['a.c'],
            words: ['a.c', 'bc\nบา'],
          },
          { _id: 'c', year: 2566, rank: 1, status: 'returned', tags: ['y'], open: true },
          { _id: 'd', year: 2566, rank: 3, tags: 'x', open: 1 },
        ),
      );

      it.each<[string, Filter, readonly string[]]>([
        ['everything', {}, ['a', 'b', 'c', 'd']],
        ['equality', { year: 2565 }, ['a', 'b']],
        ['equality of types, too', { year: '2565' }, []],
        ['several equalities', { year: 2566, rank: 3 }, ['d']],
        ['null finds null and missing', { status: null }, ['b', 'd']],
        ['not finds null and missing', { status: { not: 'certified' } }, ['b', 'c', 'd']],
        ['a list is found by a member', { tags: 'y' }, ['a', 'c']],
        ['a member or the value itself', { tags: 'x' }, ['a', 'd']],
        ['equality with true', { open: true }, ['c']],
        ['true is no number', { open: 1 }, ['d']],
        ['oneOf', { status: { oneOf: ['certified', 'returned'] } }, ['a', 'c']],
        ['oneOf of none', { status: { oneOf: [] } }, []],
        ['oneOf over a list', { tags: { oneOf: ['x', 'z'] } }, ['a', 'd']],
        ['oneOf of an indexed field', { year: { oneOf: [2566, 1] }, rank: 3 }, ['d']],
        ['ranges', { rank: { range: { gte: 2, lt: 10 } } }, ['a', 'd']],
        ['ranges, the other bounds', { rank: { range: { gt: 1, lte: 3 } } }, ['a', 'd']],
        ['ranges stay within their type', { status: { range: { gt: 'a' } } }, ['a', 'c']],
        ['ranges of an index stay within their type', { rank: { range: { lt: 'x' } } }, []],
        ['a range beside an equality', { year: 2566, rank: { range: { gt: 1 } } }, ['d']],
        ['not leaves out lists with the value', { tags: { not: 'x' } }, ['b', 'c']],
        ['a text within a text', { status: { containsOneOf: ['turn', 'zzz'] } }, ['c']],
        ['a text within a member of a list', { names: { containsOneOf: ['ไผ่', '.*'] } }, ['a']],
        ['a text in an indexed list', { year: 2565, tags: { containsOneOf: ['x'] } }, ['a']],
        ['a text that is a pattern elsewhere', { names: { containsOneOf: ['a.c'] } }, ['b']],
        ['a text within a looked-into text', { words: { containsOneOf: ['ไผ่', '.*'] } }, ['a']],
        ['the same with an equality', { year: 2565, words: { containsOneOf: ['c'] } }, ['a', 'b']],
        ['a text of two lines within one of two', { words: { containsOneOf: ['c\nบา'] } }, ['b']],
        ['a whole looked-into text', { words: 'abc' }, ['a']],
        ['no looked-into text', { words: null }, ['c', 'd']],
        ['one of no texts', { names: { containsOneOf: [] } }, []],
        ['what is not asked', { year: 2565, rank: undefined, tags: undefined }, ['a', 'b']],
        ['by id', { _id: 'c' }, ['c']],
        ['by range of ids', { _id: { range: { gt: 'a', lte: 'c' } } }, ['b', 'c']],
        ['by several ids', { _id: { oneOf: ['d', 'a', 'none'] } }, ['a', 'd']],
      ])('%s', async (_, filter, expected) => {
        expect((await ids(filter)).toSorted()).toEqual(expected);
        expect(await store.count(things, filter)).toBe(expected.length);
        expect((await ids(filter)).toSorted()).toEqual(expected);
      });

      it('sort numbers as numbers, by several fields, skip and limit', async () => {
        expect(await ids({}, { sort: { year: -1, rank: 1 } })).toEqual(['c', 'd', 'a', 'b']);
        expect(await ids({}, { sort: { year: -1, rank: 1 }, skip: 1, limit: 2 })).toEqual(['d', 'a']);
        expect(await ids({ year: 2565 }, { sort: { rank: -1 }, limit: 1 })).toEqual(['b']);
        expect(await ids({}, { sort: { rank: 1 }, skip: 9 })).toEqual([]);
      });

      it('sorts null and missing before every value', async () => {
        expect((await ids({}, { sort: { status: 1 } })).slice(2)).toEqual(['a', 'c']);
        expect((await ids({}, { sort: { status: -1 } })).slice(0, 2)).toEqual(['c', 'a']);
      });

      it('indexes follow the writes', async () => {
        await ids({ year: 2565 }, { sort: { year: -1, rank: 1 } });
        await ids({ tags: 'x' });
        await put({ _id: 'e', year: 2565, rank: 5, tags: ['x'] });
        await store.apply(things, [
          { id: 'a', set: { year: 2566, rank: 0, tags: ['z'] } },
          { id: 'c', set: {}, unset: ['year'] },
        ]);
        expect(await ids({ year: 2565 }, { sort: { year: -1, rank: 1 } })).toEqual(['e', 'b']);
        expect(await ids({}, { sort: { year: -1, rank: 1 } })).toEqual(['a', 'd', 'e', 'b', 'c']);
        expect((await ids({ tags: 'x' })).toSorted()).toEqual(['d', 'e']);
        expect(await ids({ tags: 'z' })).toEqual(['a']);
        expect(await store.count(things, { year: 2566 })).toBe(2);
      });

      it('counts by groups, a missing field with null', async () => {
        const groups = await store.countBy(things, { rank: { range: { lt: 10 } } }, ['year', 'status']);
        const lines = groups.map(
          ({ fields, count }) =>
            `${JSON.stringify(fields['year'])} ${JSON.stringify(fields['status'])} ${count}`,
        );
        expect(lines.toSorted()).toEqual(['2565 "certified" 1', '2566 "returned" 1', '2566 null 1']);
        expect(await store.countBy(things, {}, ['nothing'])).toEqual([
          { fields: { nothing: null }, count: 4 },
        ]);
      });
    });

    it('scans every document by id', async () => {
      await put({ _id: 'c' }, { _id: 'a' }, { _id: 'b', n: 1 });
      const seen: Thing[] = [];
      for await (const thing of store.scan<Thing>(things)) seen.push(thing);
      expect(seen).toEqual([{ _id: 'a' }, { _id: 'b', n: 1 }, { _id: 'c' }]);
    });

    it('answers no question about a collection that was neither prepared nor written', async () => {
      const nothing = 'nothing_v1';
      const questions: readonly (() => Promise<unknown>)[] = [
        () => store.findById(nothing, 'a'),
        () => store.find(nothing, {}),
        () => store.find(nothing, {}, { limit: 0 }),
        () => store.count(nothing, {}),
        () => store.countBy(nothing, {}, ['year']),
        () => store.scan(nothing)[Symbol.asyncIterator]().next(),
      ];
      for (const ask of questions) await expect(ask()).rejects.toThrow(UnpreparedCollection);
      await store.prepare({ name: nothing, indexes: [] });
      for (const ask of questions) await expect(ask()).resolves.not.toThrow();
      await store.drop(nothing);
      for (const ask of questions) await expect(ask()).rejects.toThrow(UnpreparedCollection);
      await store.apply(nothing, [{ id: 'a', set: {} }]);
      for (const ask of questions) await expect(ask()).resolves.not.toThrow();
      await store.drop(nothing);
    });

    it('removes documents by id, indexes follow', async () => {
      await put({ _id: 'a', year: 1, rank: 1 }, { _id: 'b', year: 1, rank: 2 });
      expect(await ids({ year: 1 }, { sort: { year: 1, rank: 1 } })).toEqual(['a', 'b']);
      await store.remove(things, ['a', 'never-there']);
      await store.remove('nothing_v1', ['a']);
      expect(await ids({ year: 1 }, { sort: { year: 1, rank: 1 } })).toEqual(['b']);
      expect(await store.findById(things, 'a')).toBeUndefined();
      expect(await store.count(things, { year: 1 })).toBe(1);
    });

    it('replaces a collection by another, which is then gone; a second time does nothing', async () => {
      const beside = 'things_v1_rebuild';
      await store.drop(beside);
      await store.prepare({ name: beside, indexes: [['year', 'rank']] });
      await put({ _id: 'old', year: 1 });
      await store.apply(beside, [{ id: 'new', set: { year: 2 } }]);
      for (let time = 0; time < 2; time += 1) {
        await store.replace(things, beside);
        expect(await ids({})).toEqual(['new']);
        expect(await ids({ year: 2 })).toEqual(['new']);
        await expect(store.count(beside, {})).rejects.toThrow(UnpreparedCollection);
      }
    });

    it('replaces a collection during reads: every answer is the old one or the new one', async () => {
      const beside = 'things_v1_rebuild';
      await put({ _id: 'a', n: 0 }, { _id: 'b', n: 0 });
      for (let n = 1; n <= 10; n += 1) {
        await store.apply(beside, [
          { id: 'a', set: { n } },
          { id: 'b', set: { n } },
        ]);
        const reads = Array.from({ length: 5 }, () => store.find<Thing>(things, {}));
        await store.replace(things, beside);
        for (const found of await Promise.all(reads)) {
          if (replacesInTwoSteps && found.length === 0) continue;
          expect(found).toHaveLength(2);
          expect(new Set(found.map((thing) => thing['n'])).size).toBe(1);
        }
        expect((await store.find<Thing>(things, {})).map((thing) => thing['n'])).toEqual([n, n]);
      }
    });

    it('drops a collection, which can be prepared again', async () => {
      await put({ _id: 'a' });
      await store.drop(things);
      await expect(store.count(things, {})).rejects.toThrow(UnpreparedCollection);
      await store.prepare({ name: things, indexes: [] });
      expect(await store.count(things, {})).toBe(0);
      await put({ _id: 'b' });
      await store.prepare({ name: things, indexes: [['year']] });
      expect(await ids({})).toEqual(['b']);
    });
  });
