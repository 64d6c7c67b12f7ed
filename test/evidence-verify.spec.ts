import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '../src/basics/clock.js';
import { loadCheckpointKey, type CheckpointKey } from '../src/evidence/checkpoints/checkpoint-key.js';
import { runHook } from '../src/evidence/checkpoints/checkpoint-hook.js';
import { CheckpointSchedule } from '../src/evidence/signing/checkpoint-schedule.js';
import { Checkpoints } from '../src/evidence/checkpoints/checkpoints.js';
import { faultWording } from '../src/evidence/faults/fault-wording.js';
import type { ListedEvent } from '../src/evidence/checkpoints/checkpoints.js';
import { found, type LogFault } from '../src/evidence/faults/log-fault.js';
import { LiveTree } from '../src/evidence/signing/live-tree.js';
import { LogTampered, Notary } from '../src/evidence/signing/notary.js';
import { verificationReport } from '../src/evidence/verification/verification-report.js';
import { verifyLog } from '../src/evidence/verification/verify-log.js';
import { ReadOnlyLog } from '../src/event-store/embedded/read-only-log.js';
import { SqliteEventStore } from '../src/event-store/embedded/sqlite-event-store.js';
import type { RecordedEvent } from '../src/events/recorded-event.js';
import type { EventStore } from '../src/event-store/event-store.js';
import { EventStoreDbEventStore } from '../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { CHAIN_START, eventHash } from '../src/event-store/hash-chain.js';
import type { JsonObject } from '../src/basics/json.js';
import { EventStoreDbInMemory } from './support/event-store-db.js';
import { ApiProcess, type Ask } from './support/office.js';
import { questionnaire } from './support/small-nation.js';

class TestClock extends Clock {
  private time: number;
  constructor(start = '2022-12-01T02:00:00.000Z') {
    super();
    this.time = Date.parse(start);
  }
  override now(): Date {
    this.time += 60_000;
    return new Date(this.time);
  }
}

const notaryOf = (eventStore: EventStore, folder: string, key: CheckpointKey, clock = new TestClock()) => {
  const checkpoints = new Checkpoints(folder, key.publicKey);
  const announced: string[] = [];
  const announce = async (note: string) => void announced.push(note);
  const liveTree = new LiveTree(eventStore);
  const faults: LogFault[] = [];
  const onFault = (fault: LogFault) => void faults.push(fault);
  const notary = new Notary({ eventStore, liveTree, checkpoints, key, clock, announce, onFault });
  return { notary, faults, checkpoints, announced, liveTree };
};

const answer = (users: number) => ({
  hasEService: true,
  steps: ['apply'],
  channels: ['website'],
  yearlyUsers: users,
});

/** The campaign is opened, and two LAOs save by turns. */
const work = (store: EventStore, clock: Clock) => {
  const office = new ApiProcess(store, clock);
  let requests = 0;
  const run = (ask: Ask) => {
    requests += 1;
    const key = `request-${requests}-${clock.now().getTime()}`;
    return office.run(ask, {
      actor: { sub: 'somsri', role: 'lao' },
      correlationId: key,
      idempotencyKey: key,
    });
  };
  const save = async (lao: string, round: number) => {
    for (const { id, groups } of questionnaire.aspects) {
      const rows = groups.flatMap((group) => group.rows.map((row) => row.id));
      const answers = Object.fromEntries(rows.map((row, index) => [row, answer(round * 10 + index)]));
      await run({ kind: 'save', lao, aspect: id, answers, expected: undefined });
    }
  };
  return { run, save };
};

const first = 'survey-2565.06110101';
const second = 'survey-2565.06110102';
const noKey = { key: undefined, dir: '', every: 0, hook: undefined };
let template: string;
let key: CheckpointKey;

/** A real log with two checkpoints and a few later events. */
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'evidence-'));
  key = loadCheckpointKey({ checkpoints: noKey, dataDir: template });
  const clock = new TestClock();
  const store = await SqliteEventStore.open({ file: join(template, 'events.sqlite') });
  const { notary } = notaryOf(store, join(template, 'checkpoints'), key, clock);
  const { run, save } = work(store, clock);
  await run({ kind: 'open', provinces: ['11', '12'] });
  await save('06110101', 1);
  await save('06110102', 1);
  await notary.attest();
  await save('06110101', 2);
  await run({ kind: 'certify', lao: '06110101' });
  await notary.attest();
  await save('06110102', 2);
  await store.close();
});
afterAll(() => rm(template, { recursive: true, force: true }));

const folders: string[] = [];
const copy = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'evidence-copy-'));
  folders.push(folder);
  await cp(template, folder, { recursive: true });
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const verify = async (folder: string) => {
  const log = ReadOnlyLog.open(join(folder, 'events.sqlite'));
  try {
    return await verifyLog({ log, checkpoints: new Checkpoints(join(folder, 'checkpoints'), key.publicKey) });
  } finally {
    log.close();
  }
};

const sql = (folder: string, statements: string): void => {
  const db = new DatabaseSync(join(folder, 'events.sqlite'));
  db.exec(statements);
  db.close();
};
const at = (stream: string, revision: number) => `stream = '${stream}' AND revision = ${revision}`;

/** Recomputes the chain of a stream, as an informed forger does. */
const rechain = (folder: string, stream: string): void => {
  const db = new DatabaseSync(join(folder, 'events.sqlite'), { readBigInts: true });
  const rows = db.prepare('SELECT * FROM events WHERE stream = ? ORDER BY revision').all(stream);
  let hash = CHAIN_START;
  for (const row of rows as unknown as (RecordedEvent & { data: never; metadata: never })[]) {
    const data = JSON.parse(row.data) as JsonObject;
    const metadata = JSON.parse(row.metadata) as JsonObject;
    hash = eventHash(hash, { ...row, data, metadata });
    db.prepare('UPDATE events SET metadata = ? WHERE position = ?').run(
      JSON.stringify({ ...metadata, hash }),
      row.position,
    );
  }
  db.close();
};

const inserted = (stream: string, revision: number, position: string) => `
  INSERT INTO events
  SELECT ${position}, '${stream}', ${revision}, 'e0000000-0000-4000-8000-000000000000', type, data, metadata
  FROM events WHERE ${at(first, 1)};`;
const shifted = (stream: string, from: number, by: number) => `
  UPDATE events SET revision = revision + 1000 WHERE stream = '${stream}' AND revision >= ${from};
  UPDATE events SET revision = revision - 1000 + (${by}) WHERE stream = '${stream}' AND revision >= 1000;`;
/** Swaps the positions of two events. */
const swapped = (one: string, other: string) => `
  CREATE TEMP TABLE places AS SELECT
    (SELECT position FROM events WHERE ${one}) AS one, (SELECT position FROM events WHERE ${other}) AS other;
  UPDATE events SET position = -1 WHERE ${one};
  UPDATE events SET position = (SELECT one FROM places) WHERE ${other};
  UPDATE events SET position = (SELECT other FROM places) WHERE position = -1;`;

/** An event with altered data and a valid chain. */
const rechainedAt = (folder: string, revision: number): void => {
  sql(folder, `UPDATE events SET type = 'RowRemoved' WHERE ${at(first, revision)}`);
  rechain(folder, first);
};

const checkpointFiles = async (folder: string) => {
  const checkpoints = new Checkpoints(join(folder, 'checkpoints'), key.publicKey);
  const file = (size: number, kind: string) =>
    join(checkpoints.folder, `${String(size).padStart(12, '0')}.${kind}`);
  return { sizes: await checkpoints.sizes(), file };
};

const edit = async (folder: string, index: number, kind: string, change: (text: string) => string) => {
  const { sizes, file } = await checkpointFiles(folder);
  const path = file(sizes[index]!, kind);
  await writeFile(path, change(await readFile(path, 'utf8')));
};

describe('verifying the log', () => {
  it('finds nothing in an untouched log', async () => {
    const folder = await copy();
    const verification = await verify(folder);
    expect(verification).toMatchObject({ checkpoints: 2, fault: undefined, streams: 6 });
    expect(verification.latest?.size).toBeLessThan(verification.events);
    const report = verificationReport(verification, { folder, seconds: 1 }).join('\n');
    expect(report).toContain('Nothing was altered');
    expect(report).toContain(`${verification.events - verification.latest!.size} events after the last`);
  });

  const byChain = { by: 'chain' };
  const byCheckpoint = { by: 'checkpoint' };
  it.each<[string, (folder: string) => void, object]>([
    [
      'a byte of an answer',
      (folder) =>
        sql(
          folder,
          `UPDATE events SET data = replace(data, '"yearlyUsers":10', '"yearlyUsers":19') WHERE ${at(first, 0)}`,
        ),
      { kind: 'altered', stream: first, revision: 0n, ...byChain },
    ],
    [
      'a byte that leaves no JSON',
      (folder) => sql(folder, `UPDATE events SET data = replace(data, '}', '!') WHERE ${at(second, 2)}`),
      { kind: 'altered', stream: second, revision: 2n, ...byChain },
    ],
    [
      'a time',
      (folder) =>
        sql(
          folder,
          `UPDATE events SET metadata = replace(metadata, '"time":"2022', '"time":"2021') WHERE ${at(first, 3)}`,
        ),
      { kind: 'altered', stream: first, revision: 3n, ...byChain },
    ],
    [
      'an actor',
      (folder) =>
        sql(
          folder,
          `UPDATE events SET metadata = replace(metadata, '"somsri"', '"somchai"') WHERE ${at(second, 1)}`,
        ),
      { kind: 'altered', stream: second, revision: 1n, ...byChain },
    ],
    [
      'a type',
      (folder) => sql(folder, `UPDATE events SET type = 'RowRemoved' WHERE ${at(second, 1)}`),
      { kind: 'altered', stream: second, revision: 1n, ...byChain },
    ],
    [
      'two events of a stream, swapped with their numbers',
      (folder) =>
        sql(
          folder,
          `${swapped(at(first, 2), at(first, 3))}
           UPDATE events SET revision = 1000 WHERE ${at(first, 2)};
           UPDATE events SET revision = 2 WHERE ${at(first, 3)};
           UPDATE events SET revision = 3 WHERE ${at(first, 1000)};`,
        ),
      { kind: 'reordered', stream: first, revision: 2n, ...byCheckpoint },
    ],
    [
      'two events of a stream, swapped in the log',
      (folder) => sql(folder, swapped(at(first, 2), at(first, 3))),
      { kind: 'reordered', stream: first, revision: 3n, ...byCheckpoint },
    ],
    [
      'two events of different streams, swapped in the log',
      (folder) => sql(folder, swapped(at(first, 4), at(second, 0))),
      { kind: 'reordered', stream: second, revision: 0n, ...byCheckpoint },
    ],
    [
      'one removed from the middle',
      (folder) => sql(folder, `DELETE FROM events WHERE ${at(first, 2)}`),
      { kind: 'missing', stream: first, revision: 2n, position: undefined, ...byCheckpoint },
    ],
    [
      'one removed, and the rest numbered and chained anew',
      (folder) => {
        sql(folder, `DELETE FROM events WHERE ${at(second, 1)}; ${shifted(second, 2, -1)}`);
        rechain(folder, second);
      },
      { kind: 'altered', stream: second, revision: 1n, ...byCheckpoint },
    ],
    [
      'the last attested one and all behind it removed',
      (folder) =>
        sql(
          folder,
          `DELETE FROM events WHERE position >= (SELECT max(position) FROM events WHERE stream = '${first}')`,
        ),
      { kind: 'missing', stream: first, ...byCheckpoint },
    ],
    [
      'a whole stream removed',
      (folder) => sql(folder, `DELETE FROM events WHERE stream = '${first}'`),
      { kind: 'missing', stream: first, revision: 0n, ...byCheckpoint },
    ],
    [
      'an event put in, and the rest numbered anew',
      (folder) =>
        sql(
          folder,
          `UPDATE events SET position = -position; UPDATE events SET position = position * -10;
           ${shifted(first, 3, 1)}
           ${inserted(first, 3, `(SELECT position - 5 FROM events WHERE ${at(first, 4)})`)}`,
        ),
      { kind: 'inserted', stream: first, revision: 3n },
    ],
    [
      'an event put at the end of a stream',
      (folder) => sql(folder, inserted(second, 100, '100000')),
      { kind: 'missing', stream: second, ...byChain },
    ],
    [
      'an answer altered and the chain made anew',
      (folder) => {
        sql(
          folder,
          `UPDATE events SET data = replace(data, '"yearlyUsers":10', '"yearlyUsers":19') WHERE ${at(first, 0)}`,
        );
        rechain(folder, first);
      },
      { kind: 'altered', stream: first, revision: 0n, ...byCheckpoint },
    ],
    [
      'an inserted stream with its own chain',
      (folder) => {
        sql(folder, inserted('survey-2565.06110103', 0, '-5'));
        rechain(folder, 'survey-2565.06110103');
      },
      { kind: 'inserted', stream: 'survey-2565.06110103', revision: 0n, ...byCheckpoint },
    ],
  ])('finds and names %s', async (_, tamper, fault) => {
    const folder = await copy();
    tamper(folder);
    const verification = await verify(folder);
    expect(verification.fault).toMatchObject(fault);
    const { th, en } = faultWording(verification.fault!);
    expect(verificationReport(verification, { folder, seconds: 1 })).toEqual(
      expect.arrayContaining([`✗ ${th}`, `✗ ${en}`]),
    );
  });

  it('finds that the log was replaced by an older copy', async () => {
    const folder = await copy();
    sql(folder, 'DELETE FROM events WHERE position > 5');
    const { fault, checkpoints } = await verify(folder);
    expect(fault).toMatchObject({ kind: 'missing', position: undefined, by: 'checkpoint' });
    expect(checkpoints).toBe(0);
  });

  it('cannot see a removal after the last checkpoint, and says so', async () => {
    const folder = await copy();
    const { latest, position } = await verify(folder);
    sql(folder, `DELETE FROM events WHERE position = ${position}`);
    const verification = await verify(folder);
    expect(verification.fault).toBeUndefined();
    const behind = verification.events - latest!.size;
    expect(behind).toBeGreaterThan(0);
    expect(verificationReport(verification, { folder, seconds: 1 }).join()).toContain(
      `${behind} events after the last checkpoint have no signature yet`,
    );
  });

  it('finds an altered chain only by a checkpoint, and says so where there is none', async () => {
    const folder = await copy();
    sql(
      folder,
      `UPDATE events SET data = replace(data, '"yearlyUsers":10', '"yearlyUsers":19') WHERE ${at(first, 0)}`,
    );
    rechain(folder, first);
    await rm(join(folder, 'checkpoints'), { recursive: true });
    const verification = await verify(folder);
    expect(verification).toMatchObject({ fault: undefined, checkpoints: 0 });
    expect(verificationReport(verification, { folder, seconds: 1 }).join()).toContain(
      'There is no checkpoint',
    );
  });

  it('names the position from which the log differs when the list of events is missing', async () => {
    const folder = await copy();
    const { latest } = await verify(folder);
    const { sizes, file } = await checkpointFiles(folder);
    await rm(file(sizes[1]!, 'events'));
    rechainedAt(folder, 7);
    expect((await verify(folder)).fault).toMatchObject({
      kind: 'diverged',
      size: latest!.size,
      after: sizes[0],
    });
  });

  it.each<[string, (folder: string) => Promise<void>, RegExp]>([
    [
      'a size',
      (folder) => edit(folder, 1, 'checkpoint', (note) => note.replace(/\n(\d+)\n/, '\n1\n')),
      /signature/,
    ],
    [
      'a time',
      (folder) => edit(folder, 0, 'checkpoint', (note) => note.replace('2022', '2021')),
      /signature/,
    ],
    ['nothing but a byte', (folder) => edit(folder, 0, 'checkpoint', (note) => note.slice(1)), /signature/],
    [
      'an event in its list',
      (folder) => edit(folder, 1, 'events', (list) => list.replace(/[0-9a-f]/, 'x')),
      /line 1/,
    ],
    [
      'a hash in its list',
      (folder) => edit(folder, 1, 'events', (list) => list.replace(/^.{8}/, '00000000')),
      /list/,
    ],
    [
      'its place by another',
      async (folder) => {
        const { sizes, file } = await checkpointFiles(folder);
        await cp(file(sizes[0]!, 'checkpoint'), file(sizes[1]!, 'checkpoint'));
      },
      /it is the checkpoint of/,
    ],
    [
      'its being there, and a later one is left',
      async (folder) => {
        const { sizes, file } = await checkpointFiles(folder);
        await rm(file(sizes[0]!, 'checkpoint'));
      },
      /a checkpoint is missing/,
    ],
  ])('finds a checkpoint altered in %s', async (_, tamper, reason) => {
    const folder = await copy();
    await tamper(folder);
    const { fault } = await verify(folder);
    expect(fault).toMatchObject({ kind: 'checkpoint', reason: expect.stringMatching(reason) });
  });

  it('refuses checkpoints that another key has signed', async () => {
    const folder = await copy();
    const other = loadCheckpointKey({
      checkpoints: noKey,
      dataDir: await mkdtemp(join(tmpdir(), 'evidence-key-')),
    });
    const log = ReadOnlyLog.open(join(folder, 'events.sqlite'));
    const checkpoints = new Checkpoints(join(folder, 'checkpoints'), other.publicKey);
    expect((await verifyLog({ log, checkpoints })).fault).toMatchObject({ kind: 'checkpoint' });
    log.close();
  });

  it('verifies the same events in EventStoreDB by the same checkpoints, whatever their positions', async () => {
    const folder = await copy();
    const server = await EventStoreDbInMemory.start();
    const store = await EventStoreDbEventStore.open({ url: server.url });
    try {
      const log = ReadOnlyLog.open(join(folder, 'events.sqlite'));
      for await (const events of log.readAll()) {
        for (const { stream, revision, ...event } of events) {
          await store.append(stream, [event], revision === 0n ? 'no-stream' : revision - 1n);
        }
      }
      log.close();
      const checkpoints = new Checkpoints(join(folder, 'checkpoints'), key.publicKey);
      const verification = await verifyLog({ log: store, checkpoints });
      expect(verification).toMatchObject({ checkpoints: 2, fault: undefined });
      const [victim] = server.storedIn(first);
      const data = Buffer.from(
        Buffer.from(victim!.data).toString().replace('"yearlyUsers":10', '"yearlyUsers":19'),
      );
      Object.assign(victim!, { data });
      expect((await verifyLog({ log: store, checkpoints })).fault).toMatchObject({
        kind: 'altered',
        stream: first,
        revision: 0n,
      });
    } finally {
      await store.close();
      server.stop();
    }
  });
});

describe('the notary', () => {
  const opened = async () => {
    const folder = await copy();
    const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
    return { folder, store, ...notaryOf(store, join(folder, 'checkpoints'), key) };
  };

  it('attests new events once, and passes the checkpoint on', async () => {
    const { store, notary, announced, checkpoints } = await opened();
    const before = await checkpoints.latest();
    const [made, same] = await Promise.all([notary.attest(), notary.attest()]);
    expect(made!.size).toBeGreaterThan(before!.size);
    expect(same).toEqual(made);
    expect(announced).toEqual([made!.note]);
    expect(await checkpoints.events(made!.size)).toHaveLength(made!.size - before!.size);
    await store.close();
  });

  it.each<[string, (folder: string) => void, object]>([
    [
      'a broken chain',
      (folder) => sql(folder, `UPDATE events SET type = 'RowRemoved' WHERE ${at(second, 1)}`),
      { kind: 'altered', stream: second, revision: 1n },
    ],
    ['a rewritten log', (folder) => rechainedAt(folder, 0), { kind: 'diverged', after: 0 }],
    ['a shorter log', (folder) => sql(folder, 'DELETE FROM events WHERE position > 5'), { kind: 'diverged' }],
  ])('attests nothing of %s', async (_, tamper, fault) => {
    const folder = await copy();
    tamper(folder);
    const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
    const { notary, checkpoints } = notaryOf(store, join(folder, 'checkpoints'), key);
    await expect(notary.attest()).rejects.toThrow(LogTampered);
    expect(notary.fault).toMatchObject(fault);
    expect(await checkpoints.sizes()).toHaveLength(2);
    await store.close();
  });

  it('shares its folder with another process that signs at the same time', async () => {
    const { folder, store, notary, checkpoints } = await opened();
    const before = await checkpoints.latest();
    await notary.attest();
    // The act of another process that saw the same last checkpoint and a longer log.
    await work(store, new TestClock('2022-12-01T03:00:00.000Z')).save('06110103', 1);
    const liveTree = new LiveTree(store);
    const { tree } = await liveTree.upToDate();
    const since: ListedEvent[] = [];
    const after = tree.positionAt(before!.size);
    for await (const events of store.readAll({ after })) since.push(...events.map(found));
    const { size } = tree;
    const checkpoint = {
      size,
      root: tree.merkle.root(size),
      time: '2022-12-02T00:00:00.000Z',
      position: tree.positionAt(size)!,
    };
    await checkpoints.keep(checkpoint, since, key.privateKey);
    await store.close();
    expect(await verify(folder)).toMatchObject({ checkpoints: 4, fault: undefined });
  });

  it('makes no checkpoint of an empty log', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evidence-empty-'));
    folders.push(folder);
    const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
    expect(await notaryOf(store, join(folder, 'checkpoints'), key).notary.attest()).toBeUndefined();
    await store.close();
  });
});

describe('an operator’s hook', () => {
  const script = async (body: string): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'evidence-hook-'));
    folders.push(folder);
    const file = join(folder, 'hook');
    await writeFile(file, `#!/bin/sh\n${body}\n`);
    await chmod(file, 0o755);
    return file;
  };

  it('gets the note', async () => {
    const hook = await script('cat > "$0.got"');
    await runHook(hook, 'a note\n');
    expect(await readFile(`${hook}.got`, 'utf8')).toBe('a note\n');
  });

  it.each([
    ['ends badly', 'echo no paper >&2; exit 3', /ended with 3: no paper/],
    ['is killed', 'kill -9 $$', /SIGKILL/],
  ])('is reported as failed when it %s', async (_, body, message) => {
    await expect(runHook(await script(body), 'a note\n')).rejects.toThrow(message);
  });

  it('is reported as failed when it is missing', async () => {
    await expect(runHook('/nowhere/hook', 'a note\n')).rejects.toThrow(/ENOENT/);
  });
});

describe('the schedule', () => {
  it('attests a log without a checkpoint soon, and a growing one again and again', async () => {
    const folder = await copy();
    await rm(join(folder, 'checkpoints'), { recursive: true });
    const store = await SqliteEventStore.open({ file: join(folder, 'events.sqlite') });
    const clock = new TestClock();
    const { notary, checkpoints } = notaryOf(store, join(folder, 'checkpoints'), key, clock);
    const made = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const attest = async () => {
      const checkpoint = await notary.attest();
      made[(await checkpoints.sizes()).length - 1]?.resolve();
      return checkpoint;
    };
    const schedule = new CheckpointSchedule({
      attest,
      checkpoints,
      every: 1,
      now: () => clock.now(),
      onFailure: made[0]!.reject,
    });
    schedule.start();
    await made[0]!.promise;
    await work(store, clock).save('06110102', 3);
    await made[1]!.promise;
    await schedule.stop();
    // The number of checkpoints between the saves is random; each must be valid.
    const { fault, checkpoints: holding } = await verifyLog({ log: store, checkpoints });
    expect(fault).toBeUndefined();
    expect(holding).toBeGreaterThanOrEqual(2);
    await store.close();
  });

  it('goes on after a failure, and reports each', async () => {
    const failure = new Error('the disk is full');
    const failures: unknown[] = [];
    const twice = Promise.withResolvers<void>();
    const schedule = new CheckpointSchedule({
      attest: () => Promise.reject(failure),
      checkpoints: new Checkpoints(join(template, 'none'), key.publicKey),
      every: 1,
      now: () => new Date(),
      onFailure: (error) => {
        if (failures.push(error) === 2) twice.resolve();
      },
    });
    schedule.start();
    await twice.promise;
    await schedule.stop();
    expect(failures.slice(0, 2)).toEqual([failure, failure]);
  });
});
