import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreDbEventStore } from '../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { event } from './event-store.contract.js';
import { said, spawnChild } from './faults/supervised.js';

const EVENTS_A_SAVE = 20;

/** By the server's rules: a live subscriber for which 33 events wait is dropped. */
describe('EventStoreDbEventStore as the server drops its subscriber', () => {
  let server: ChildProcess;
  let reader: EventStoreDbEventStore;
  const seen: { readonly position: bigint; readonly at: number }[] = [];
  /** When the save was acknowledged whose last event lies there. */
  const acknowledged = new Map<bigint, number>();
  const stopping = new AbortController();
  let following: Promise<void>;
  const now = () => performance.now();
  beforeEach(async () => {
    // In a process of its own, as the server is: what this one is measured by is its own work.
    server = spawnChild({ name: 'log', script: 'event-store-db.child.ts', env: {} });
    const url = `esdb://127.0.0.1:${await said(server, 'port')}?tls=false`;
    reader = await EventStoreDbEventStore.open({ url, prefixes: ['contract-'] });
    following = (async () => {
      for await (const message of reader.subscribe({ signal: stopping.signal })) {
        if (message.type === 'caught-up') continue;
        const at = now();
        seen.push(...message.events.map(({ position }) => ({ position, at })));
      }
    })();
  });
  afterEach(async () => {
    stopping.abort();
    await following;
    await reader.close();
    server.kill('SIGKILL');
  });

  /** Milliseconds until a save was acknowledged. */
  const waits: number[] = [];
  const save = async (number: number): Promise<void> => {
    const events = Array.from({ length: EVENTS_A_SAVE }, () => event());
    const begun = now();
    const { position } = await reader.append(`contract-${number}`, events, 'no-stream');
    acknowledged.set(position, now());
    waits.push(now() - begun);
  };
  const percentile = (values: readonly number[], share: number): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length * share)]!;
  const lags = (): readonly number[] =>
    seen.flatMap(({ position, at }) =>
      acknowledged.has(position) ? [at - acknowledged.get(position)!] : [],
    );

  it('is a moment behind at 50 saves a second, and live within a second after the server’s full speed', async () => {
    for (let i = 0; i < 100; i += 1) await save(-i - 1);
    acknowledged.clear();
    const saves: Promise<unknown>[] = [];
    const begun = now();
    for (let i = 0; i < 150; i += 1) {
      await pause(Math.max(0, begun + i * 20 - now()));
      saves.push(save(i));
    }
    await Promise.all(saves);
    const drops = reader.recoveries.drops;
    while (seen.length < (100 + saves.length) * EVENTS_A_SAVE) await pause(5);
    const steady = lags();
    const p99 = percentile(steady, 0.99);
    expect(p99).toBeLessThan(Math.max(150, percentile(waits, 0.99)));

    for (let i = 150; i < 750; i += 60) {
      const together = Array.from({ length: 60 }, (_, at) => save(i + at));
      saves.push(...together);
      await Promise.all(together);
    }
    const ended = now();
    while (seen.length < (100 + saves.length) * EVENTS_A_SAVE) await pause(5);
    const live = now() - ended;
    const stored: bigint[] = [];
    for await (const page of reader.readAll()) stored.push(...page.map(({ position }) => position));
    const wholeRead = now() - ended - live;
    expect(seen.map(({ position }) => position)).toEqual(stored);
    // A machine at its limits is measured by what it needs to read the log at all.
    expect(live).toBeLessThan(Math.max(1_000, wholeRead));
    expect(reader.recoveries.drops).toBeGreaterThan(drops);
    process.stderr.write(
      `stand-in: lag p99 ${p99.toFixed(1)} ms, ${drops} drops at 50 saves/s, ${reader.recoveries.drops} in all\n`,
    );
  }, 60_000);
});
