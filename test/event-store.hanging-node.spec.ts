import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { EventStoreDbEventStore } from '../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { event } from './event-store.contract.js';
import { EventStoreDbCluster, silentNode } from './support/event-store-db/cluster.js';

const stream = 'contract-hanging';

/** With the time limits of production: what a person waits is what is measured. */
describe('EventStoreDbEventStore on a cluster whose leader hangs', () => {
  /** Most of the time is spent waiting, so the tests run at the same time, each with a cluster of its own. */
  const onCluster =
    (work: (cluster: EventStoreDbCluster, store: EventStoreDbEventStore) => Promise<void>) =>
    async (): Promise<void> => {
      const cluster = await EventStoreDbCluster.start(3);
      const store = await EventStoreDbEventStore.open({ url: cluster.url, prefixes: ['contract-'] });
      try {
        await work(cluster, store);
      } finally {
        await store.close();
        await cluster.stop();
      }
    };

  const seconds = (since: number): number => (performance.now() - since) / 1000;
  /** Saves again and again until it succeeds, as people do; the longest that one of them waited. */
  const untilWritten = async (
    store: EventStoreDbEventStore,
    number: number,
  ): Promise<{ readonly longest: number }> => {
    let longest = 0;
    for (;;) {
      const begun = performance.now();
      const written = await store.append(`${stream}-${number}`, [event()], 'no-stream').then(
        () => true,
        () => false,
      );
      longest = Math.max(longest, seconds(begun));
      if (written) return { longest };
    }
  };

  for (const until of [0, 2, 4, 7]) {
    it.concurrent(
      `writes again within 5 s after another leads, ${until} s after the freeze, and nobody waits longer than 12 s`,
      onCluster(async (cluster, store) => {
        await store.append(stream, [event()], 'no-stream');
        cluster.freeze(0);
        const people = Array.from({ length: 3 }, (_, number) => untilWritten(store, number));
        await pause(until * 500);
        cluster.missLeader();
        await pause(until * 500);
        cluster.elect(1);
        const elected = performance.now();
        const waits = await Promise.all(people);
        expect(seconds(elected)).toBeLessThan(5);
        expect(Math.max(...waits.map(({ longest }) => longest))).toBeLessThan(12);
      }),
      60_000,
    );
  }

  it.concurrent(
    'is not led astray by the old leader when it wakes: everything is stored once, nobody waits',
    onCluster(async (cluster, store) => {
      await store.append(stream, [event()], 'no-stream');
      cluster.freeze(0);
      const writing = untilWritten(store, 0);
      await pause(1_000);
      cluster.elect(1);
      await writing;
      cluster.wake(0);
      await pause(200);
      const begun = performance.now();
      for (let i = 0; i < 20; i += 1) await store.append(`${stream}-after`, [event()], 'any');
      expect(seconds(begun)).toBeLessThan(3);
      expect(await store.readStream(`${stream}-0`)).toHaveLength(1);
      expect(await store.readStream(`${stream}-after`)).toHaveLength(20);
    }),
    60_000,
  );

  it.concurrent(
    'goes on reading from another node, though nothing is written by this process',
    onCluster(async (cluster, store) => {
      const writer = await EventStoreDbEventStore.open({ url: cluster.urlOf(1), prefixes: ['contract-'] });
      const seen: bigint[] = [];
      const stopping = new AbortController();
      const following = (async () => {
        for await (const message of store.subscribe({ signal: stopping.signal })) {
          if (message.type === 'events') seen.push(...message.events.map(({ revision }) => revision));
        }
      })();
      await writer.append(stream, [event()], 'no-stream');
      while (seen.length < 1) await pause(10);
      cluster.freeze(0);
      cluster.elect(1);
      await writer.append(stream, [event()], 0n);
      const begun = performance.now();
      while (seen.length < 2) await pause(10);
      expect(seconds(begun)).toBeLessThan(12);
      expect(seen).toEqual([0n, 1n]);
      expect(store.recoveries.renewals).toBeGreaterThan(0);
      stopping.abort();
      await following;
      await writer.close();
    }),
    60_000,
  );

  it.concurrent(
    'opens within 3 s though one of the addresses never answers',
    onCluster(async (cluster) => {
      const silent = await silentNode();
      try {
        for (let round = 0; round < 4; round += 1) {
          const begun = performance.now();
          const url = cluster.urlOf(0, 1).replace('?', `,127.0.0.1:${silent.port}?`);
          const other = await EventStoreDbEventStore.open({ url });
          expect(seconds(begun)).toBeLessThan(3);
          await other.close();
        }
      } finally {
        await silent.stop();
      }
    }),
    30_000,
  );
});
