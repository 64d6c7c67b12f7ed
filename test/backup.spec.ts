import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SqlitePeople } from '../src/people/embedded/sqlite-people.js';
import { BrokenChain } from '../src/event-store/chain-check.js';
import { backUp } from '../src/event-store/embedded/backup.js';
import { BackupRefused, type Manifest } from '../src/event-store/embedded/backup-file.js';
import { ReadOnlyLog } from '../src/event-store/embedded/read-only-log.js';
import { restore } from '../src/event-store/embedded/restore.js';
import { SqliteEventStore } from '../src/event-store/embedded/sqlite-event-store.js';
import { allOf, chainedSaves, fillChained } from './support/chained-log.js';
import { childEnvironment } from './support/child-environment.js';
import { compiled } from './support/compiled.js';
import { chainBreaches } from './support/log-oracle.js';
import { propertyRuns } from './support/property-runs.js';

const root = mkdtempSync(join(tmpdir(), 'backup-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const freshFolder = (): string => {
  const folder = join(root, `${(folders += 1)}`);
  mkdirSync(folder);
  return folder;
};
const logOf = (folder: string): string => join(folder, 'events.sqlite');
const now = new Date('2026-11-23T00:00:00.000Z');

const eventsIn = async (folder: string) => {
  const log = ReadOnlyLog.open(logOf(folder));
  try {
    return await allOf(log);
  } finally {
    log.close();
  }
};

const filledFolder = async (saves: number): Promise<string> => {
  const folder = freshFolder();
  const store = await SqliteEventStore.open({ file: logOf(folder) });
  await fillChained(store, saves);
  await store.close();
  return folder;
};

describe('a backup', () => {
  it('is made while people save, and restores to the log at one instant', async () => {
    const folder = freshFolder();
    const store = await SqliteEventStore.open({ file: logOf(folder) });
    const save = chainedSaves(store);
    for (let i = 0; i < 300; i += 1) await save();
    const before = (await store.head())!;
    let backedUp = false;
    const saving = (async () => {
      while (!backedUp) await save();
    })();
    const to = join(folder, 'pilot.backup');
    const manifest = await backUp({ log: logOf(folder), beside: [], to, now });
    backedUp = true;
    await saving;
    const log = await allOf(store);
    await store.close();
    expect(log.length).toBeGreaterThan(manifest.log.events);
    expect(BigInt(manifest.log.head!)).toBeGreaterThanOrEqual(before);

    const place = freshFolder();
    expect(await restore({ from: to, log: logOf(place) })).toEqual(manifest);
    const restored = await eventsIn(place);
    expect(restored).toEqual(log.slice(0, manifest.log.events));
    expect(chainBreaches(restored)).toEqual([]);
    const goingOn = await SqliteEventStore.open({ file: logOf(place) });
    await goingOn.append(
      'survey-2565.9',
      [{ id: 'x', type: 'RowAdded', data: {}, metadata: {} }],
      'no-stream',
    );
    await goingOn.close();
  }, 30_000);

  it('includes the files beside the log when asked', async () => {
    const folder = await filledFolder(5);
    const people = new SqlitePeople(join(folder, 'people.sqlite'));
    await people.remember('clerk', 'สมหญิง', '2022-11-07T02:00:00.000Z');
    const to = join(folder, 'pilot.backup');
    await backUp({ log: logOf(folder), beside: [join(folder, 'people.sqlite')], to, now });
    await people.close();
    const place = freshFolder();
    await restore({ from: to, log: logOf(place) });
    const restored = new SqlitePeople(join(place, 'people.sqlite'));
    expect(await restored.kept('clerk')).toMatchObject({ name: 'สมหญิง' });
    await restored.close();
  });

  it('of an empty log is valid too', async () => {
    const folder = await filledFolder(0);
    const to = join(folder, 'pilot.backup');
    const { log } = await backUp({ log: logOf(folder), beside: [], to, now });
    expect(log).toEqual({ events: 0, head: null, sha256: hash('sha256', '') });
    const place = freshFolder();
    await restore({ from: to, log: logOf(place) });
    expect(await eventsIn(place)).toEqual([]);
  });

  it('is not made of an altered log, over another file, or of a missing log, and leaves no file then', async () => {
    const folder = await filledFolder(5);
    const to = join(folder, 'pilot.backup');
    writeFileSync(to, 'somebody’s');
    const make = () => backUp({ log: logOf(folder), beside: [], to, now });
    await expect(make()).rejects.toThrow(`There is a file ${to} already: it is left as it is.`);
    expect(readFileSync(to, 'utf8')).toBe('somebody’s');
    rmSync(to);
    const database = new DatabaseSync(logOf(folder));
    database.exec(`UPDATE events SET data = '{"saves":99}' WHERE position = 3`);
    database.close();
    await expect(make()).rejects.toThrow(BrokenChain);
    expect(readdirSync(folder).filter((name) => name.startsWith('pilot'))).toEqual([]);
    rmSync(logOf(folder));
    await expect(make()).rejects.toThrow(/there is no such file$/);
  });
});

describe('a restore', () => {
  let whole: string;
  let bytes: Buffer;
  beforeAll(async () => {
    const folder = await filledFolder(40);
    whole = join(folder, 'pilot.backup');
    await backUp({ log: logOf(folder), beside: [], to: whole, now });
    bytes = readFileSync(whole);
  });

  /** A restore of these bytes is refused in one line and leaves no log. */
  const refusal = async (content: Buffer): Promise<string> => {
    const place = freshFolder();
    const from = join(place, 'b');
    writeFileSync(from, content);
    const error = await restore({ from, log: logOf(place) }).then(
      () => new Error('restored'),
      (reason: unknown) => reason as Error,
    );
    expect(error).toBeInstanceOf(BackupRefused);
    expect(readdirSync(place).filter((name) => !['b', 'events.sqlite.lock'].includes(name))).toEqual([]);
    return error.message.replace(from, 'it');
  };
  const headerLength = (content: Buffer): number => content.indexOf('\n', content.indexOf('\n') + 1) + 1;
  /** A careful forgery: the manifest's own hash matches. */
  const withManifest = (
    change: (manifest: Manifest) => object,
    body = bytes.subarray(headerLength(bytes)),
  ) => {
    const manifest = JSON.parse(bytes.subarray(0, bytes.indexOf('\n')).toString()) as Manifest;
    const line = JSON.stringify({ ...manifest, ...change(manifest) });
    return Buffer.concat([Buffer.from(`${line}\n${hash('sha256', line)}\n`), body]);
  };

  it('is refused wherever the backup was cut off, or something was added to it', async () => {
    for (const length of [
      bytes.length - 1,
      bytes.length - 5_000,
      headerLength(bytes),
      headerLength(bytes) - 3,
    ]) {
      expect(await refusal(bytes.subarray(0, length))).toMatch(/^it (is cut off|was altered)/);
    }
    expect(await refusal(bytes.subarray(0, 40))).toBe('it is no backup of this system.');
    expect(await refusal(Buffer.concat([bytes, Buffer.from('\n')]))).toMatch(/^it was altered: it has/);
  });

  it('is refused for a single flipped bit, anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const altered = Buffer.from(bytes);
        altered[at]! ^= 1 << bit;
        expect(await refusal(altered)).toMatch(/^it (was altered|is no backup|is cut off)/);
      }),
      propertyRuns(60),
    );
    const header = headerLength(bytes);
    for (let at = 0; at < header; at += 7) {
      const altered = Buffer.from(bytes);
      altered[at]! ^= 1;
      await refusal(altered);
    }
  }, 30_000);

  it('is refused for any other file, and for the manifest of another backup', async () => {
    expect(await refusal(Buffer.from('\x7fELF\n\n'))).toBe('it is no backup of this system.');
    expect(await refusal(Buffer.from('null\n\n'))).toBe('it is no backup of this system.');
    expect(await refusal(Buffer.alloc(0))).toBe('it is no backup of this system.');
    const other = await filledFolder(41);
    const to = join(other, 'other.backup');
    await backUp({ log: logOf(other), beside: [], to, now });
    const theirs = readFileSync(to);
    const mixed = [theirs.subarray(0, headerLength(theirs)), bytes.subarray(headerLength(bytes))];
    expect(await refusal(Buffer.concat(mixed))).toMatch(/^it (was altered|is cut off)/);
  });

  it('is refused when the manifest matches the bytes, but not the log in them', async () => {
    const claims = ({ log }: Manifest) => ({ log: { ...log, events: log.events + 1 } });
    const another = 'The log in the backup is not the one that its manifest speaks of.';
    expect(await refusal(withManifest(claims))).toBe(another);
    expect(await refusal(withManifest(() => ({ version: 2 })))).toMatch(/^it was made by a newer version/);

    const altered = freshFolder();
    const database = new DatabaseSync(logOf(altered));
    database.exec('CREATE TABLE something (other TEXT) STRICT');
    database.close();
    const foreign = readFileSync(logOf(altered));
    const files = [{ name: 'events.sqlite', size: foreign.length, sha256: hash('sha256', foreign) }];
    expect(await refusal(withManifest(() => ({ files }), foreign))).toBe(another);
  });

  it('overwrites nothing, and fails at once beside a running server', async () => {
    const place = await filledFolder(1);
    const into = (folder: string) => restore({ from: whole, log: logOf(folder) });
    const log = await eventsIn(place);
    await expect(into(place)).rejects.toThrow(
      `There is a file ${logOf(place)} already: it is left as it is.`,
    );
    expect(await eventsIn(place)).toEqual(log);
    const running = await SqliteEventStore.open({ file: logOf(place) });
    await expect(into(place)).rejects.toThrow(/is in use by another process/);
    await running.close();
  });
});

describe('npm run backup, npm run restore', () => {
  const run = (program: string, dataDir: string, ...args: string[]) => {
    const path = compiled(`src/cli/${program}.cli.ts`);
    const env = { ...childEnvironment, DATA_DIR: dataDir };
    const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
      env,
      encoding: 'utf8',
    });
    return { status, stdout, stderr: stderr.trim() };
  };

  it('report what they did, or in one line why not', async () => {
    const folder = await filledFolder(3);
    const to = join(folder, 'pilot.backup');
    expect(run('backup', folder, to)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(
        /^6 events up to position 6, every hash recomputed\nevents\.sqlite {2}\d+ bytes/,
      ),
    });
    const place = freshFolder();
    expect(run('restore', place, to)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(': 6 events up to position 6'),
    });
    expect(await eventsIn(place)).toEqual(await eventsIn(folder));
    const cut = join(folder, 'cut.backup');
    copyFileSync(to, cut);
    truncateSync(cut, 5_000);
    const refused = run('restore', freshFolder(), cut);
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringMatching(/^\S+ is cut off: [^\n]+$/) });
    expect(run('backup', folder, '--mistyped')).toMatchObject({
      status: 1,
      stderr: 'usage: npm run backup -- <file> [--with-names]',
    });
  }, 30_000);
});
