import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ReadStoreUnavailable } from '../src/basics/read-store-unavailable.js';
import { FileReadStore } from '../projections/read-store/sqlite/file-read-store.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { readStoreContract } from './read-store.contract.js';

const folder = () => mkdtemp(join(tmpdir(), 'eservice-survey-read-models-'));

readStoreContract('SQLite in memory', async () => {
  const store = new MemoryReadStore();
  return { store, close: () => store.close() };
});

readStoreContract('SQLite in a file', async () => {
  const dir = await folder();
  const store = await FileReadStore.open(join(dir, 'read-models.sqlite'));
  const close = async () => {
    await store.close();
    await rm(dir, { recursive: true });
  };
  return { store, close };
});

describe('read models in a SQLite file', () => {
  const things = 'things_v1';
  const definition = { name: things, indexes: [['year', 'rank'], ['tags[]']] };
  let dir: string;
  let file: string;
  const open: FileReadStore[] = [];

  beforeEach(async () => {
    dir = await folder();
    file = join(dir, 'read-models.sqlite');
  });
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
    await rm(dir, { recursive: true });
  });

  const opened = async () => {
    const store = await FileReadStore.open(file);
    open.push(store);
    return store;
  };
  const closed = async () => {
    for (const store of open.splice(0)) await store.close();
  };

  it('are there again after a restart, and go on', async () => {
    const before = await opened();
    await before.prepare(definition);
    await before.apply(things, [
      { id: 'a', set: { year: 1, rank: 1, tags: ['x'] } },
      { id: 'b', set: { year: 1, rank: 2, 'answers.r1': { n: 1 } } },
    ]);
    await closed();
    const store = await opened();
    expect(store.discarded).toBeUndefined();
    await store.prepare(definition);
    await store.apply(things, [
      { id: 'b', set: { 'answers.r2': { n: 2 }, tags: ['x', 'y'] } },
      { id: 'c', set: { year: 1, rank: 0, tags: ['z'] } },
    ]);
    expect(await store.findById(things, 'b')).toEqual({
      _id: 'b',
      year: 1,
      rank: 2,
      tags: ['x', 'y'],
      answers: { r1: { n: 1 }, r2: { n: 2 } },
    });
    const found = await store.find(things, { year: 1 }, { sort: { rank: 1 } });
    expect(found.map(({ _id }) => _id)).toEqual(['c', 'a', 'b']);
    expect(await store.count(things, { tags: 'x' })).toBe(2);
  });

  it('a batch that fails leaves nothing, neither documents nor progress, and what is sent before that is known neither', async () => {
    const store = await opened();
    await store.prepare(definition);
    await store.prepare({ name: 'checkpoints', indexes: [] });
    await store.apply(things, [{ id: 'a', set: { value: 1 } }]);
    const batch = (id: string, set: Record<string, number>, position: string) =>
      store.applyBatch({
        documents: [
          {
            collection: things,
            writes: [
              { id, set },
              { id: `${id}1`, set: { n: 1 } },
            ],
          },
        ],
        progress: [{ collection: 'checkpoints', writes: [{ id: things, set: { position } }] }],
      });
    const outcomes = await Promise.allSettled([
      batch('a', { 'value.inner': 1 }, '1'),
      batch('b', { value: 1 }, '2'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await store.count(things, {})).toBe(1);
    expect(await store.findById('checkpoints', things)).toBeUndefined();
    await batch('b', { value: 1 }, '2');
    expect(await store.count(things, {})).toBe(3);
    expect(await store.findById('checkpoints', things)).toEqual({ _id: things, position: '2' });
  });

  it('what is sent together is written in its order, up to a write that fails', async () => {
    const store = await opened();
    await store.prepare(definition);
    await store.apply(things, [{ id: 'a', set: { value: 1 } }]);
    const outcomes = await Promise.allSettled([
      store.apply(things, [{ id: 'b', set: { value: 1 } }]),
      store.apply(things, [{ id: 'b', set: { value: 2 } }]),
      store.apply(things, [{ id: 'a', set: { 'value.inner': 1 } }]),
      store.apply(things, [{ id: 'c', set: { value: 1 } }]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(await store.find(things, {}, { sort: { _id: 1 } })).toEqual([
      { _id: 'a', value: 1 },
      { _id: 'b', value: 2 },
    ]);
  });

  it('are indexed anew where the same documents are asked for otherwise', async () => {
    const before = await opened();
    await before.prepare({ name: things, indexes: [] });
    await before.apply(things, [
      { id: 'a', set: { year: 1, rank: 2, tags: ['x'], open: true } },
      { id: 'b', set: { year: 1, rank: 1 } },
    ]);
    await closed();
    const store = await opened();
    await store.prepare({ name: things, indexes: [...definition.indexes, ['open']] });
    expect((await store.find(things, { year: 1 }, { sort: { rank: 1 } })).map(({ _id }) => _id)).toEqual([
      'b',
      'a',
    ]);
    expect(await store.count(things, { tags: 'x' })).toBe(1);
    expect(await store.count(things, { open: true })).toBe(1);
    expect(await store.count(things, { open: 1 })).toBe(0);
  });

  it('what was damaged, or is something else, is discarded in one line and begun anew', async () => {
    await writeFile(file, 'not a database, and long enough to be taken for one'.repeat(100));
    const store = await opened();
    expect(store.discarded).toMatch(/^[^\n]+$/);
    await store.prepare(definition);
    await store.apply(things, [{ id: 'a', set: {} }]);
    expect(await store.count(things, {})).toBe(1);
  });

  it('damage that is found later is told, and the next start begins anew', async () => {
    const before = await opened();
    await before.prepare(definition);
    const writes = Array.from({ length: 2000 }, (_, at) => ({ id: `${at}`, set: { text: 'x'.repeat(500) } }));
    await before.apply(things, writes);
    await closed();
    const damaged = await readFile(file);
    damaged.fill(0xff, 16 * 16_384, 40 * 16_384);
    await writeFile(file, damaged);
    const store = await opened();
    await expect(store.count(things, { text: 'y' })).rejects.toThrow(ReadStoreUnavailable);
    await expect(store.count(things, { text: 'y' })).rejects.toThrow('damaged');
    await closed();
    const again = await opened();
    expect(again.names).toEqual([]);
  });

  it('belong to one process at a time', async () => {
    await opened();
    const second = opened();
    await expect(second).rejects.toThrow(ReadStoreUnavailable);
    await expect(second).rejects.toThrow(/^the read models [^\n]+ are in use by another process[^\n]+$/);
  });

  it('leave nothing of a collection that was replaced', async () => {
    const store = await opened();
    for (const name of [things, 'beside']) await store.prepare({ ...definition, name });
    await store.apply('beside', [{ id: 'a', set: { year: 1, tags: ['x'] } }]);
    await store.replace(things, 'beside');
    await closed();
    const again = await opened();
    expect(again.names).toEqual([things]);
    expect(await again.count(things, { tags: 'x' })).toBe(1);
    expect(await readdir(dir)).toContain('read-models.sqlite');
  });

  it('asking for a collection that was not prepared is a mistake of the code', async () => {
    const store = await opened();
    await expect(store.find('never_v1', {})).rejects.toThrow('never_v1 was neither prepared nor written');
    await expect(store.count('never_v1', {})).rejects.toThrow('never_v1 was neither prepared nor written');
  });
});
