import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from '@jest/globals';
import { SqliteEventStore } from '../src/event-store/embedded/sqlite-event-store.js';
import { EventStoreUnavailable } from '../src/event-store/event-store.js';
import { event, eventStoreContract } from './event-store.contract.js';
import { childEnvironment } from './support/child-environment.js';

const root = mkdtempSync(join(tmpdir(), 'event-store-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const freshFile = (): string => join(root, `${(count += 1)}`, 'events.sqlite');

eventStoreContract('SqliteEventStore', async () => {
  const file = freshFile();
  const store = await SqliteEventStore.open({ file });
  const edit = (sql: string, ...values: (string | number)[]): void => {
    const db = new DatabaseSync(file);
    db.prepare(sql).run(...values);
    db.close();
  };
  return {
    store,
    cut: async (stream, before) =>
      edit('DELETE FROM events WHERE stream = ? AND revision < ?', stream, before),
    scribble: async (stream) => {
      const { position } = await store.append(stream, [event()], 'any');
      edit("UPDATE events SET data = '{' WHERE position = ?", Number(position));
    },
    close: () => store.close(),
  };
});

const childArguments = (...args: string[]): string[] => [
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
  '--import',
  join(import.meta.dirname, 'typescript-loader.mjs'),
  join(import.meta.dirname, 'event-store.child.ts'),
  ...args,
];
const openElsewhere = (file: string, user = 'same'): unknown => {
  const child = spawnSync(process.execPath, childArguments('open', file, user), {
    env: childEnvironment,
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout);
};
const refusal = async (work: Promise<unknown>): Promise<EventStoreUnavailable> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EventStoreUnavailable)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error;
};

describe('SqliteEventStore', () => {
  it('shares a commit between concurrent appends, and a conflict of one does not affect the others', async () => {
    const store = await SqliteEventStore.open({ file: freshFile() });
    const appends = Array.from({ length: 100 }, (_, i) =>
      store.append(`s-${i}`, [event()], i % 10 === 3 ? 5n : 'no-stream'),
    );
    const outcomes = await Promise.allSettled(appends);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    expect(store.commits).toBe(1);
    await store.append('s-0', [event()], 0n);
    expect(store.commits).toBe(2);
    await store.close();
  });

  it('keeps events over a restart, and finishes running appends before it closes', async () => {
    const file = freshFile();
    const first = await SqliteEventStore.open({ file });
    const appends = [1, 2, 3].map((n) => first.append(`s-${n}`, [event({ n })], 'no-stream'));
    await first.close();
    await Promise.all(appends);
    const second = await SqliteEventStore.open({ file });
    expect(await second.head()).toBe(3n);
    expect(await second.append('s-1', [event()], 0n)).toEqual({ revision: 1n, position: 4n });
    await second.close();
  });

  it('is closed for good: appends, reads and subscriptions are refused', async () => {
    const file = freshFile();
    const store = await SqliteEventStore.open({ file });
    const subscribed = (async () => {
      for await (const _ of store.subscribe({ signal: new AbortController().signal }));
    })();
    const refusals = refusal(subscribed);
    await store.close();
    await store.close();
    for (const error of [
      await refusals,
      await refusal(store.append('s-1', [event()], 'any')),
      await refusal(store.readStream('s-1')),
      await refusal(store.head()),
    ]) {
      expect(error.reason).toBe('closed');
      expect(error.message).toContain(file);
    }
  });

  it('is for one process at a time', async () => {
    const file = freshFile();
    const store = await SqliteEventStore.open({ file });
    expect(openElsewhere(file)).toEqual({ reason: 'locked', message: expect.stringContaining(file) });
    expect((await refusal(SqliteEventStore.open({ file }))).reason).toBe('locked');
    await store.close();
    expect(openElsewhere(file)).toEqual({ opened: true });
  });

  it('reports a folder that is read-only, or is none', async () => {
    const file = freshFile();
    await (await SqliteEventStore.open({ file })).close();
    chmodSync(root, 0o755);
    chmodSync(join(file, '..'), 0o555);
    expect(openElsewhere(file, 'unprivileged')).toEqual({
      reason: 'read-only',
      message: expect.stringContaining(file),
    });
    const under = join(file, 'folder', 'events.sqlite');
    expect((await refusal(SqliteEventStore.open({ file: under }))).message).toContain(under);
    chmodSync(join(file, '..'), 0o755);
  });

  it('reports a folder in which nothing can be created, where Node would try without end', () => {
    expect(openElsewhere('/proc/eservice/data/events.sqlite')).toEqual({
      reason: 'io',
      message: expect.stringMatching(
        /^the event log \/proc\/eservice\/data\/events\.sqlite cannot be used: ENOENT[^\n]*$/,
      ),
    });
  });

  it('refuses a file that is no log of this system, and does not change it', async () => {
    const file = freshFile();
    mkdirSync(join(file, '..'));
    writeFileSync(file, 'ข้อความ '.repeat(1000));
    expect((await refusal(SqliteEventStore.open({ file }))).message).toMatch(/not a database/);

    const foreign = join(file, '..', 'foreign.sqlite');
    const db = new DatabaseSync(foreign);
    db.exec('CREATE TABLE bills (id INTEGER)');
    expect((await refusal(SqliteEventStore.open({ file: foreign }))).message).toMatch(/something else/);
    expect(db.prepare('SELECT count(*) AS count FROM sqlite_schema').get()).toEqual({ count: 1 });
    db.close();

    const newer = join(file, '..', 'newer.sqlite');
    await (await SqliteEventStore.open({ file: newer })).close();
    const later = new DatabaseSync(newer);
    later.exec('PRAGMA user_version = 2');
    later.close();
    expect((await refusal(SqliteEventStore.open({ file: newer }))).message).toMatch(/newer version/);
  });

  it('refuses an append that does not fit on the disk, keeps the others of its group, and continues', async () => {
    const store = await SqliteEventStore.open({ file: freshFile(), maxPages: 20 });
    const outcomes = await Promise.allSettled([
      store.append('s-1', [event()], 'no-stream'),
      store.append('s-2', [event(), event({ text: 'x'.repeat(200_000) })], 'no-stream'),
      store.append('s-3', [event()], 'no-stream'),
    ]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { reason: 'full', message: expect.stringContaining('events.sqlite') } },
      { status: 'fulfilled' },
    ]);
    expect(await store.readStream('s-2')).toEqual([]);
    expect(await store.append('s-2', [event()], 'no-stream')).toEqual({ revision: 0n, position: 3n });
    await store.close();
  });

  it('knows before an append whether it can write, and changes nothing by that', async () => {
    const file = freshFile();
    const store = await SqliteEventStore.open({ file, maxPages: 20 });
    await store.append('s-1', [event()], 'no-stream');
    await Promise.all([store.ensureWritable(), store.ensureWritable()]);
    await store.append('s-1', [event()], 0n);
    expect(await store.readStream('s-1')).toHaveLength(2);
    expect(await store.head()).toBe(2n);
    for (
      let i = 0;
      await store.append(`f-${i}`, [event({ text: 'x'.repeat(3_000) })], 'no-stream').then(
        () => true,
        () => false,
      );
      i += 1
    );
    expect((await refusal(store.ensureWritable())).reason).toBe('full');
    await store.close();
    expect((await refusal(store.ensureWritable())).reason).toBe('closed');
  });

  it('notices a writer that ends without an error', async () => {
    const store = await SqliteEventStore.open({ file: freshFile() });
    await store.append('s-1', [event()], 'no-stream');
    const underWay = [store.append('s-1', [event()], 0n), store.ensureWritable()];
    await store['writer']['worker'].terminate();
    for (const each of await Promise.allSettled(underWay)) {
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ reason: 'io' });
    }
    expect((await refusal(store.append('s-2', [event()], 'no-stream'))).reason).toBe('io');
    expect((await refusal(store.ensureWritable())).message).toMatch(/its writer stopped/);
    expect(await store.readStream('s-1')).not.toEqual([]);
    await store.close();
  });

  it('has every acknowledged append whole after kill -9, and is free for the next process', async () => {
    const file = freshFile();
    const child = spawn(process.execPath, childArguments('write', file), { env: childEnvironment });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > 200_000) child.kill('SIGKILL');
    });
    await once(child, 'close');
    expect(child.signalCode).toBe('SIGKILL');
    expect(existsSync(`${file}-wal`)).toBe(true);
    const acknowledged = output
      .slice(0, output.lastIndexOf('\n'))
      .split('\n')
      .map((line) => JSON.parse(line) as { stream: string; revision: string; ids: string[] });
    expect(acknowledged.length).toBeGreaterThan(100);

    const store = await SqliteEventStore.open({ file });
    const streams = new Map<string, string[]>();
    for await (const page of store.readAll()) {
      for (const { stream, id, revision } of page) {
        const known = streams.get(stream) ?? [];
        expect(revision).toBe(BigInt(known.length));
        streams.set(stream, [...known, id]);
      }
    }
    for (const { stream, revision, ids } of acknowledged) {
      expect(streams.get(stream)!.slice(Number(revision) - 4, Number(revision) + 1)).toEqual(ids);
    }
    for (const known of streams.values()) expect(known.length % 5).toBe(0);
    await store.close();
  }, 30_000);
});
