import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BrokenChain } from '../src/event-store/chain-check.js';
import { SqliteEventStore } from '../src/event-store/embedded/sqlite-event-store.js';
import type { RecordedEvent } from '../src/events/recorded-event.js';
import { EventStoreUnavailable, type EventStore } from '../src/event-store/event-store.js';
import { EventStoreDbEventStore } from '../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { copyLog, CopyRefused } from '../src/event-store/moving/copy-log.js';
import { allOf, fillChained } from './support/chained-log.js';
import { childEnvironment } from './support/child-environment.js';
import { compiled } from './support/compiled.js';
import { EventStoreDbInMemory } from './support/event-store-db.js';
import { neighbourIn } from './support/event-store-db/neighbour.js';
import { fault, People, sending, type Sending } from './support/history.js';
import { chainBreaches } from './support/log-oracle.js';
import { MemoryEventStore } from './support/memory-event-store.js';
import { ApiProcesses, UnreliableStore, type Fault } from './support/office.js';
import { PROPERTY_TIME, propertyRuns } from './support/property-runs.js';
import { TickingClock } from './support/small-nation.js';

const folder = mkdtempSync(join(tmpdir(), 'moving-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
let files = 0;
const freshFile = (): string => join(folder, `${(files += 1)}`, 'events.sqlite');

/** All of an event except its position in the whole log, which each engine assigns. */
const withoutPositions = (log: readonly RecordedEvent[]) => log.map(({ position: _, ...event }) => event);

/** A log of people at work. */
const play = async (store: EventStore, acts: readonly Sending[]): Promise<void> => {
  const calm = async () => undefined;
  const office = new People(store, new ApiProcesses(store, new TickingClock(), calm, () => 'none'));
  await office.begin(['certified', 'filled', 'certified', 'blank']);
  for (const each of acts) await office.perform('person', { ...each, twin: 'none' });
};

/** Copies until it is done. Every fault ends the run like a kill, between any two steps, and the next run starts anew. */
const copyThrough = async (from: EventStore, to: EventStore, faults: readonly Fault[]) => {
  const left = [...faults];
  for (;;) {
    const target = new UnreliableStore(
      to,
      async () => undefined,
      () => left.shift() ?? 'none',
    );
    try {
      return await copyLog({ from, to: target });
    } catch (error) {
      if (!(error instanceof EventStoreUnavailable)) throw error;
    }
  }
};

describe('a log that is moved', () => {
  it(
    'is the same log on either engine, wherever the copy was interrupted',
    async () => {
      const faults = fc.array(fault, { maxLength: 12 });
      const acts = fc.array(sending, { maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(acts, faults, faults, async (acts, there, back) => {
          const played = new MemoryEventStore();
          await play(played, acts);
          const server = await EventStoreDbInMemory.start();
          neighbourIn(server.log);
          await using stores = new AsyncDisposableStack();
          stores.defer(() => server.stop());
          const pilot = await SqliteEventStore.open({ file: freshFile() });
          stores.defer(() => pilot.close());
          const nation = await EventStoreDbEventStore.open({ url: server.url });
          stores.defer(() => nation.close());
          const again = await SqliteEventStore.open({ file: freshFile() });
          stores.defer(() => again.close());

          const first = await copyThrough(played, pilot, there);
          await copyThrough(pilot, nation, there);
          const last = await copyThrough(nation, again, back);

          const log = await allOf(again);
          expect(withoutPositions(await allOf(nation))).toEqual(withoutPositions(played.log));
          expect(withoutPositions(log)).toEqual(withoutPositions(played.log));
          expect(chainBreaches(log)).toEqual([]);
          expect(last).toMatchObject({ events: played.log.length, sha256: first.sha256 });
        }),
        propertyRuns(6),
      );
    },
    PROPERTY_TIME,
  );

  it('copies nothing twice when it is run again', async () => {
    const from = new MemoryEventStore();
    await fillChained(from, 20);
    const to = new MemoryEventStore();
    const { events, sha256 } = await copyLog({ from, to });
    expect(await copyLog({ from, to })).toEqual({ events, copied: 0, sha256 });
    expect(to.log).toHaveLength(events);
  });

  describe('is refused', () => {
    const from = new MemoryEventStore();
    const others = new MemoryEventStore();
    let to: MemoryEventStore;
    beforeAll(async () => {
      await fillChained(from, 20);
      await fillChained(others, 20);
    });
    beforeEach(() => {
      to = new MemoryEventStore();
    });

    it('by a target that holds something else', async () => {
      await expect(copyLog({ from, to: others })).rejects.toThrow(CopyRefused);
      await expect(copyLog({ from, to: others })).rejects.toThrow(
        /^The target holds something else: survey-2565\.1000@0, where the source has survey-2565\.1000@0\.$/,
      );
      expect(others.log).toHaveLength(from.log.length);
    });

    it('by a target with later events of its own, or with more events', async () => {
      await copyLog({ from, to });
      const { stream, metadata } = to.log.at(-1)!;
      await to.append(stream, [{ id: randomUUID(), type: 'AspectSaved', data: {}, metadata }], 'any');
      await expect(copyLog({ from, to })).rejects.toThrow(/^The target holds more than the source, from /);
    });

    it('while another writer appends to either of the two', async () => {
      const busy = new MemoryEventStore();
      const { stream } = from.log[0]!;
      const event = { id: randomUUID(), type: 'AspectSaved', data: {}, metadata: {} };
      const append = busy.append.bind(busy);
      busy.append = async (...args) => {
        busy.append = append;
        await append(stream, [event], 'any');
        return append(...args);
      };
      await expect(copyLog({ from, to: busy })).rejects.toThrow(/^Something else writes to the target: /);

      const growing = new MemoryEventStore();
      await copyLog({ from, to: growing });
      const copying = copyLog({
        from: growing,
        to,
        onCopied: () => void growing.append(stream, [event], 'any'),
      });
      await expect(copying).rejects.toThrow(/^The source went on while it was copied/);
    });

    it.each([
      ['something else', { i: -1 }],
      ['what has no canonical form at all', { i: '\ud800' }],
    ])('when the source was altered to hold %s: an altered event is not copied', async (_, data) => {
      const altered = new MemoryEventStore();
      await copyLog({ from, to: altered });
      Object.assign(altered.log[30]!.data, data);
      const { stream, revision } = altered.log[30]!;
      await expect(copyLog({ from: altered, to })).rejects.toThrow(BrokenChain);
      await expect(copyLog({ from: altered, to })).rejects.toThrow(
        `The source is broken: ${stream}@${revision} is not what its hash was made of.`,
      );
    });
  });
});

describe('npm run migrate-log', () => {
  const program = compiled('src/cli/migrate-log.cli.ts');
  const migrate = (...args: string[]) => {
    const child = spawn(process.execPath, [program, ...args], { env: childEnvironment });
    children.push(child);
    return { child, out: text(child.stdout), err: text(child.stderr), gone: once(child, 'exit') };
  };
  const outcome = async ({ out, err, gone }: ReturnType<typeof migrate>) => {
    const [code] = await gone;
    return { code, out: await out, err: (await err).trim() };
  };

  it('continues after a kill -9, and refuses a log that a server has open', async () => {
    const server = await EventStoreDbInMemory.start({ pace: { busy: 2, settling: 2 } });
    const file = freshFile();
    const pilot = await SqliteEventStore.open({ file });
    await fillChained(pilot, 500);
    const log = await allOf(pilot);
    expect(await outcome(migrate('--from', file, '--to', server.url))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^the event log .* is in use by another process: [^\n]+$/),
    });
    await pilot.close();

    const cut = migrate('--from', file, '--to', server.url);
    while (server.appends < 50) await pause(5);
    cut.child.kill('SIGKILL');
    await cut.gone;
    expect(server.appends).toBeLessThan(500);
    const { code, out } = await outcome(migrate('--from', file, '--to', server.url));
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(`${log.length} events, `) });
    expect(out).not.toContain(`${log.length} of them copied now`);

    const nation = await EventStoreDbEventStore.open({ url: server.url });
    expect(withoutPositions(await allOf(nation))).toEqual(withoutPositions(log));
    await nation.close();
    server.stop();
  }, 60_000);

  it('names its arguments in one line', async () => {
    const missing = freshFile();
    const [usage, none] = await Promise.all([
      outcome(migrate('--from', missing)),
      outcome(migrate('--from', missing, '--to', freshFile())),
    ]);
    expect(usage).toMatchObject({ code: 1, err: expect.stringMatching(/^usage: /) });
    expect(none).toMatchObject({ code: 1, err: `There is no log ${missing}.` });
    expect(existsSync(missing)).toBe(false);
  }, 30_000);
});
