import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { damageOf } from '../src/event-store/damaged-stream.js';
import type { RecordedEvent } from '../src/events/recorded-event.js';
import type { EventStoreUnavailable, SubscriptionMessage } from '../src/event-store/event-store.js';
import { EventStoreDbEventStore } from '../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { binaryEvent, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { event, eventStoreContract, type OpenedStore } from './event-store.contract.js';
import { describeEngine } from './support/engine.js';
import {
  EventStoreDbInMemory,
  type AppendFault,
  type BatchFault,
  type ReadFault,
} from './support/event-store-db.js';
import { EventStoreDbCluster } from './support/event-store-db/cluster.js';
import { neighbourIn } from './support/event-store-db/neighbour.js';

/** The contract's streams are not the survey's. */
const prefixes = ['contract-'];

/** The outsider has the rights of an administrator, and no care. */
const openedWithOutsider = async (url: string): Promise<OpenedStore> => {
  const store = await EventStoreDbEventStore.open({ url, prefixes });
  const outsider = EventStoreDBClient.connectionString(url);
  return {
    store,
    cut: async (stream, before) => {
      await outsider.setStreamMetadata(stream, { truncateBefore: before });
    },
    scribble: async (stream) => {
      await outsider.appendToStream(
        stream,
        binaryEvent({ type: 'Scribbled', data: Buffer.from('not JSON') }),
      );
    },
    close: async () => {
      await outsider.dispose();
      await store.close();
    },
  };
};

describeEngine('EventStoreDB', 'EVENTSTORE_URL', (url) => {
  eventStoreContract('EventStoreDbEventStore on the real server', async () => {
    return openedWithOutsider(url);
  });
});

eventStoreContract('EventStoreDbEventStore on a server in memory', async () => {
  const server = await EventStoreDbInMemory.start();
  neighbourIn(server.log);
  const opened = await openedWithOutsider(server.url);
  return {
    ...opened,
    close: async () => {
      await opened.close();
      server.stop();
    },
  };
});

describe('EventStoreDbEventStore when things go wrong', () => {
  let server: EventStoreDbInMemory;
  let store: EventStoreDbEventStore;
  const open = (url: string) => EventStoreDbEventStore.open({ url, prefixes, attempt: 300, patience: 2_000 });
  beforeEach(async () => {
    server = await EventStoreDbInMemory.start();
    neighbourIn(server.log);
    store = await open(server.url);
  });
  afterEach(async () => {
    await store.close();
    server.stop();
  });
  const stream = 'contract-faults';
  const ids = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);
  const unavailable = (reason: EventStoreUnavailable['reason']) =>
    expect.objectContaining({ name: 'EventStoreUnavailable', reason });

  describe('an append', () => {
    it.each<AppendFault>([
      'unacknowledged',
      'unheard',
      'broken-after-storing',
      'answered-late',
      'answered-without-position',
      'not-leader',
      'unavailable',
    ])('that is %s is stored once and answered as if nothing had happened', async (fault) => {
      await store.append(stream, [event()], 'no-stream');
      const sent = [event({ i: 1 }), event({ i: 2 })];
      server.appendFaults.push(fault);
      const answer = await store.append(stream, sent, 0n);
      const recorded = await store.readStream(stream, { from: 1n });
      expect(ids(recorded)).toEqual(ids(sent));
      expect(answer).toEqual({ revision: 2n, position: recorded[1]!.position });
      expect(ids(server.storedIn(stream))).toHaveLength(3);
    });

    it('that was stored before another writer went on is answered too', async () => {
      const sent = [event()];
      server.appendFaults.push('unacknowledged');
      const answering = store.append(stream, sent, 'no-stream');
      while (server.storedIn(stream).length === 0) await pause(5);
      await store.append(stream, [event()], 0n);
      expect(await answering).toEqual({
        revision: 0n,
        position: (await store.readStream(stream))[0]!.position,
      });
    });

    it('that is refused names the end of the stream, not the one in the refusal', async () => {
      await store.append(stream, [event()], 'no-stream');
      server.appendFaults.push('refused-no-stream');
      const refused = store.append(stream, [event()], 5n);
      await expect(refused).rejects.toMatchObject({ name: 'RevisionConflict', actual: 0n, expected: 5n });
      await expect(store.append('contract-none', [event()], 5n)).rejects.toMatchObject({
        actual: 'no-stream',
      });
      expect(server.appends).toBe(3);
    });

    it('without an answer is given up after the deadline, after it was sent again', async () => {
      server.appendFaults.push(...Array<AppendFault>(99).fill('unheard'));
      const started = performance.now();
      await expect(store.append(stream, [event()], 'no-stream')).rejects.toEqual(unavailable('timeout'));
      expect(performance.now() - started).toBeLessThan(3_000);
      expect(server.appends).toBeGreaterThan(2);
      expect(server.storedIn(stream)).toEqual([]);
    });

    it('does not wait again for a server that others waited for: a command of several requests ends in time', async () => {
      const waiting = await EventStoreDbEventStore.open({
        url: server.url,
        prefixes,
        attempt: 100,
        patience: 500,
      });
      server.appendFaults.push(...Array<AppendFault>(99).fill('unheard'));
      const started = performance.now();
      for (let requests = 0; requests < 3; requests += 1) {
        await expect(waiting.append(stream, [event()], 'no-stream')).rejects.toEqual(unavailable('timeout'));
      }
      expect(performance.now() - started).toBeLessThan(2 * 500);
      server.appendFaults.length = 0;
      await waiting.append(stream, [event()], 'no-stream');
      await waiting.close();
    });

    it('goes to the leader when the asked node is none', async () => {
      const cluster = await EventStoreDbCluster.start(2);
      const member = await open(cluster.urlOf(0));
      cluster.elect(1);
      await member.append(stream, [event()], 'no-stream');
      expect(cluster.node(0).appends).toBe(1);
      expect(cluster.node(1).appends).toBe(1);
      expect(cluster.node(1).storedIn(stream)).toHaveLength(1);
      await member.close();
      await cluster.stop();
    });

    it('survives a connection lost under two hundred writers: each is stored once, nothing ends the process', async () => {
      await store.close();
      store = await EventStoreDbEventStore.open({ url: server.url, prefixes });
      const appends = Array.from({ length: 200 }, (_, i) =>
        store.append(`${stream}-${i}`, [event({ text: 'ก'.repeat(5_000) })], 'no-stream'),
      );
      await pause(10);
      server.stop();
      server = await EventStoreDbInMemory.start({ port: server.port, log: server.log });
      const outcomes = await Promise.allSettled(appends);
      expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
      for (let i = 0; i < 200; i += 1) expect(server.storedIn(`${stream}-${i}`)).toHaveLength(1);
    });
  });

  describe('appends that are sent ahead', () => {
    const appends = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        stream: `${stream}-${i}`,
        events: [event(), event()],
        expected: 'no-stream' as const,
      }));
    const stored = () => server.log.events.filter((each) => each.stream.startsWith('contract-'));

    it('are answered in less time than one by one', async () => {
      const slow = await EventStoreDbInMemory.start({ pace: { busy: 0, settling: 20 } });
      const other = await open(slow.url);
      const begun = performance.now();
      await other.appendInOrder(appends(64));
      expect(performance.now() - begun).toBeLessThan(64 * 20);
      await other.close();
      slow.stop();
    });

    it.each<BatchFault>(['unacknowledged', 'ended', 'unavailable'])(
      'are all stored once and in their order when the fourth of them is %s',
      async (fault) => {
        const sent = appends(10);
        server.batchFaults.push(...Array<undefined>(3), fault);
        await store.appendInOrder(sent);
        expect(ids(stored())).toEqual(sent.flatMap(({ events }) => ids(events)));
      },
    );

    it('are refused when the server lost their order', async () => {
      server.batchFaults.push(undefined, 'unheard');
      await expect(store.appendInOrder(appends(10))).rejects.toMatchObject({
        name: 'OrderLost',
        stream: `${stream}-2`,
      });
    });

    it('end with the refusal of the first that is refused', async () => {
      await store.append(`${stream}-3`, [event()], 'no-stream');
      await expect(store.appendInOrder(appends(10))).rejects.toMatchObject({
        name: 'RevisionConflict',
        stream: `${stream}-3`,
        actual: 0n,
      });
    });

    it('go to the node that leads, and to the next one when it hangs', async () => {
      const cluster = await EventStoreDbCluster.start(3);
      const member = await open(cluster.url);
      const sent = appends(20);
      await member.appendInOrder(sent.slice(0, 10));
      cluster.freeze(0);
      cluster.elect(1);
      await member.appendInOrder(sent.slice(10));
      const log = cluster.node(1).log.events.filter((each) => each.stream.startsWith('contract-'));
      expect(ids(log)).toEqual(sent.flatMap(({ events }) => ids(events)));
      await member.close();
      await cluster.stop();
    });
  });

  describe('a stream that was taken away', () => {
    const away = expect.objectContaining({ name: 'StreamTakenAway', stream });
    let outsider: EventStoreDBClient;
    beforeEach(async () => {
      outsider = EventStoreDBClient.connectionString(server.url);
      await store.append(stream, [event(), event()], 'no-stream');
    });
    afterEach(() => outsider.dispose());

    it('by a tombstone is named by every read and append, and by its place in the log', async () => {
      await outsider.tombstoneStream(stream);
      await store.append('contract-other', [event()], 'no-stream');
      await expect(store.readStream(stream)).rejects.toEqual(away);
      await expect(store.append(stream, [event()], 1n)).rejects.toEqual(away);
      expect(await store.inspect(stream)).toEqual(away);
      const pages: RecordedEvent[] = [];
      for await (const page of store.readAll()) pages.push(...page);
      expect(pages.map(damageOf)).toEqual([undefined, undefined, away, undefined]);
      expect(damageOf(pages[2]!)?.position).toBe(pages[2]!.position);
    });

    it('by a deletion is not taken for one that never was', async () => {
      await outsider.deleteStream(stream);
      await expect(store.readStream(stream)).rejects.toEqual(away);
      await expect(store.readStream(stream, { from: 2n })).rejects.toEqual(away);
      expect(await store.inspect(stream)).toEqual(away);
      await outsider.appendToStream(stream, jsonEvent({ type: 'Happened', data: {} }));
      await expect(store.readStream(stream)).rejects.toMatchObject({ name: 'TruncatedStream', stream });
    });

    it('is found by its metadata before it hides anything', async () => {
      await outsider.setStreamMetadata(stream, { maxCount: 100 });
      expect(await store.readStream(stream)).toHaveLength(2);
      expect(await store.inspect(stream)).toMatchObject({ name: 'TruncatedStream', stream });
    });
  });

  it.each<ReadFault>(['silent', 'unavailable', 'not-leader'])(
    'reads again when a read is %s',
    async (fault) => {
      const { position } = await store.append(stream, [event()], 'no-stream');
      server.readFaults.push(fault);
      expect(await store.readStream(stream)).toHaveLength(1);
      server.readFaults.push(fault);
      expect(await store.head()).toBe(position);
    },
  );

  it('never takes the beginning of the log for the whole log', async () => {
    await store.append(stream, [event(), event(), event()], 'no-stream');
    const pages = store.readAll()[Symbol.asyncIterator]();
    await store.head(); // the end is known before the fault
    server.readFaults.push('ended-early');
    const read: bigint[] = [];
    for (let page = await pages.next(); !page.done; page = await pages.next())
      read.push(...page.value.map(({ revision }) => revision));
    expect(read).toEqual([0n, 1n, 2n]);
  });

  it('says in one line that there is no server, or that the URL is none', async () => {
    server.stop();
    const opening = open(server.url);
    await expect(opening).rejects.toEqual(unavailable('unreachable'));
    await expect(opening).rejects.toThrow(/^EventStoreDB cannot be reached: [^\n]+$/);
    await expect(open('http://nowhere')).rejects.toThrow(/^EventStoreDB's URL cannot be read: [^\n]+$/);
  });

  describe('a subscription', () => {
    const follow = (signal: AbortSignal, pageSize = 10) =>
      store.subscribe({ signal, pageSize })[Symbol.asyncIterator]();
    const nextOf = async (messages: AsyncIterator<SubscriptionMessage>): Promise<string> => {
      const { value } = (await messages.next()) as { value: SubscriptionMessage };
      return value.type === 'events' ? `${value.events.length} events` : value.type;
    };
    const { signal } = new AbortController();

    it.each([
      ['ends', () => server.endSubscriptions()],
      ['breaks off', () => server.breakSubscriptions()],
      ['loses its server', () => server.stop()],
    ])(
      'that the server %s is broken off, so that it is taken up again from the checkpoint',
      async (_, cut) => {
        await store.append(stream, [event()], 'no-stream');
        const messages = follow(signal);
        expect([await nextOf(messages), await nextOf(messages)]).toEqual(['1 events', 'caught-up']);
        const waiting = messages.next();
        await pause(100); // until it is subscribed
        cut();
        await expect(waiting).rejects.toEqual(unavailable('unreachable'));
      },
    );

    it('that the server drops because it fell behind continues where it was: nothing twice, nothing missing', async () => {
      const seen: bigint[] = [];
      const written: bigint[] = [];
      const stopping = new AbortController();
      const following = (async () => {
        for await (const message of store.subscribe({ signal: stopping.signal, pageSize: 3 })) {
          if (message.type === 'events') seen.push(...message.events.map(({ position }) => position));
        }
      })();
      for (let i = 0; i < 20; i += 1) {
        const burst = Array.from({ length: 40 }, () => event());
        await store.append(`${stream}-${i}`, burst, 'no-stream');
        written.push(...(await store.readStream(`${stream}-${i}`)).map(({ position }) => position));
        if (i % 5 === 4) server.dropSubscriptions();
      }
      while (seen.length < written.length) await pause(10);
      stopping.abort();
      await following;
      expect(seen).toEqual(written);
    });

    it('reports that it caught up after the events before it, however slowly they are taken', async () => {
      for (let i = 0; i < 25; i += 1) await store.append(`${stream}-${i}`, [event()], 'no-stream');
      const messages = follow(signal);
      const seen: string[] = [await nextOf(messages)];
      await pause(200); // the server has already reported that it sent all it had
      while (seen.at(-1) !== 'caught-up') seen.push(await nextOf(messages));
      const counted = seen.slice(0, -1).reduce((sum, text) => sum + Number.parseInt(text, 10), 0);
      expect(counted).toBe(25);
      await messages.return?.(undefined);
    });

    it('holds the server back while its events are not taken', async () => {
      const large = Array.from({ length: 5 }, () => event({ text: 'x'.repeat(20_000) }));
      // Small enough for an answer within this store's short patience, also on a busy machine.
      for (let i = 0; i < 60; i += 1) await store.append(`${stream}-${i}`, large, 'no-stream');
      server.sent = 0;
      const messages = follow(signal);
      expect(await nextOf(messages)).toMatch(/events/);
      await pause(300);
      expect(server.sent).toBeLessThan(300);
      await messages.return?.(undefined);
    }, 30_000);

    it('ends with its store', async () => {
      const messages = follow(signal);
      expect(await nextOf(messages)).toBe('caught-up');
      const waiting = messages.next();
      await store.close();
      await expect(waiting).rejects.toEqual(unavailable('closed'));
      await expect(store.append(stream, [event()], 'any')).rejects.toEqual(unavailable('closed'));
    });

    it('is resumed by the projector wherever it was cut: every event once, in order', async () => {
      const seen: bigint[] = [];
      const stopping = new AbortController();
      const projector = (async () => {
        let after: bigint | undefined;
        while (!stopping.signal.aborted) {
          try {
            for await (const message of store.subscribe({ after, signal: stopping.signal, pageSize: 3 })) {
              if (message.type === 'caught-up') continue;
              seen.push(...message.events.map(({ position }) => position));
              after = seen.at(-1);
            }
          } catch (error) {
            expect(error).toEqual(unavailable('unreachable'));
          }
        }
      })();
      const written: bigint[] = [];
      for (let i = 0; i < 60; i += 1) {
        written.push((await store.append(`${stream}-${i}`, [event()], 'no-stream')).position);
        if (i % 10 === 4) server.endSubscriptions();
        if (i % 10 === 9) server.breakSubscriptions();
      }
      while (seen.length < written.length) await pause(10);
      stopping.abort();
      await projector;
      expect(seen).toEqual(written);
    });
  });
});
