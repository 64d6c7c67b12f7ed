import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  END,
  NO_STREAM,
  streamNameFilter,
  type AllStreamRecordedEvent,
  type AllStreamSubscription,
  type Position,
} from '@eventstore/db-client';
import { allOf, clientsOf, events, fresh, lastOfAll, within, type OpenServer } from './asking.js';

const DROPPED = {
  type: 'timeout',
  code: 10,
  message:
    '10 ABORTED: Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
};

export const subscriptionFacts = (open: OpenServer): void => {
  const clients = clientsOf(open);

  describe('a subscription to $all', () => {
    const prefix = fresh('followed');
    let found: AllStreamRecordedEvent[];
    const both = (position: bigint): Position => ({ commit: position, prepare: position });
    beforeAll(async () => {
      const { position } = await lastOfAll(clients.client);
      await clients.client.appendToStream(`${prefix}a`, events(2), { expectedRevision: NO_STREAM });
      await clients.client.appendToStream(`${prefix}b`, events(1), { expectedRevision: NO_STREAM });
      const all = await allOf(clients.client.readAll({ fromPosition: position }));
      found = all.filter(({ streamId }) => streamId.startsWith(prefix));
    });

    /** The events until it has caught up or failed. */
    const seenFrom = async (fromPosition: Position | typeof END): Promise<unknown[]> => {
      const seen: unknown[] = [];
      const filter = streamNameFilter({ prefixes: [prefix] });
      const subscription = clients.client.subscribeToAll({ fromPosition, filter });
      const done = new Promise<void>((resolve) => {
        subscription
          .on('confirmation', () => seen.push('confirmed'))
          .on('caughtUp', () => {
            seen.push('caught up');
            resolve();
          })
          .on('error', (error) => {
            seen.push(error);
            resolve();
          })
          .on('data', ({ event }) => seen.push(`${event!.streamId.at(-1)}${event!.revision}`));
      });
      await within(3_000, done);
      await subscription.unsubscribe();
      return seen;
    };

    it('begins after its position', async () => {
      expect(await seenFrom(found[0]!.position)).toEqual(['confirmed', 'a1', 'b0', 'caught up']);
    });

    it('from a position between two events is an error without a reason', async () => {
      const [error, ...others] = await seenFrom(both(found[0]!.position.commit + 1n));
      expect(others).toEqual([]);
      expect(error).toMatchObject({
        type: 'unknown',
        code: 2,
        message: '2 UNKNOWN: Exception was thrown by handler.',
      });
    });

    it.each([
      ['a position behind the end', (): Position => both(found[2]!.position.commit + 1_000_000_000n)],
      ['END', (): typeof END => END],
      ['the last position', (): Position => found[2]!.position],
    ] as const)('from %s caught up at once', async (_, from) => {
      expect(await seenFrom(from())).toEqual(['confirmed', 'caught up']);
    });

    it('from a position after the end stays silent, whatever is appended', async () => {
      const seen: unknown[] = [];
      const subscription = clients.client.subscribeToAll({
        fromPosition: both(found[2]!.position.commit + 1_000_000_000n),
        filter: streamNameFilter({ prefixes: [prefix] }),
      });
      subscription.on('data', ({ event }) => seen.push(event)).on('error', (error) => seen.push(error));
      await new Promise((resolve) => subscription.on('caughtUp', () => resolve(undefined)));
      await clients.client.appendToStream(`${prefix}c`, events(1), { expectedRevision: NO_STREAM });
      await pause(300);
      await subscription.unsubscribe();
      expect(seen).toEqual([]);
    });

    it('reports how far it has read, though nothing matched', async () => {
      const { position } = await lastOfAll(clients.client);
      await clients.client.appendToStream(fresh(), events(40), { expectedRevision: NO_STREAM });
      const checkpoints: Position[] = [];
      const subscription = clients.client.subscribeToAll({
        fromPosition: position,
        filter: streamNameFilter({
          prefixes: ['nothing-is-called-so'],
          maxSearchWindow: 32,
          checkpointInterval: 1,
          checkpointReached: async (_, reached) => void checkpoints.push(reached),
        }),
      });
      const caughtUp = new Promise((resolve, reject) => {
        subscription.on('caughtUp', () => resolve('caught up')).on('error', reject);
        subscription.on('data', () => reject(new Error('nothing is called so')));
      });
      expect(await within(5_000, caughtUp)).toBe('caught up');
      await pause(300);
      await subscription.unsubscribe();
      expect(checkpoints.length).toBeGreaterThan(0);
      expect(typeof checkpoints[0]!.commit).toBe('bigint');
    });
  });

  describe('a live subscriber', () => {
    /** Reads one event at a time, until all are there or the server ended it. */
    const read = async (subscription: AllStreamSubscription, total: number, slowly: number) => {
      let seen = 0;
      try {
        for await (const _ of subscription) {
          seen += 1;
          if (seen === total) return 'all arrived';
          if (slowly > 0) await pause(slowly);
        }
      } catch (error) {
        return error;
      }
      return 'ended';
    };
    const live = async ({
      appends,
      size,
      slowly = 0,
    }: {
      appends: number;
      size: number;
      slowly?: number;
    }): Promise<unknown> => {
      const prefix = fresh('live');
      const subscription = clients.client.subscribeToAll(
        { fromPosition: END, filter: streamNameFilter({ prefixes: [prefix] }) },
        { highWaterMark: 1 },
      );
      const caughtUp = new Promise((resolve) => subscription.on('caughtUp', () => resolve(undefined)));
      const reading = read(subscription, appends * size, slowly);
      await caughtUp;
      const sending = Array.from({ length: appends }, (_, i) =>
        clients.batching.appendToStream(`${prefix}.${i}`, events(size, 200), { expectedRevision: NO_STREAM }),
      );
      await Promise.all(sending);
      const outcome = await within(10_000, reading);
      await subscription.unsubscribe();
      return outcome;
    };

    it('that is quick gets an append of twenty events', async () => {
      expect(await live({ appends: 1, size: 20 })).toBe('all arrived');
    });

    it('is dropped by appends of 400 events, though not by each', async () => {
      const outcomes = [];
      for (let i = 0; i < 10; i += 1) outcomes.push(await live({ appends: 1, size: 400 }));
      const dropped = outcomes.filter((outcome) => outcome !== 'all arrived');
      expect(dropped.length).toBeGreaterThan(0);
      for (const each of dropped) expect(each).toMatchObject(DROPPED);
    }, 60_000);

    it('that needs 20 ms for an event is dropped by sixty appends of twenty', async () => {
      expect(await live({ appends: 60, size: 20, slowly: 20 })).toMatchObject(DROPPED);
    }, 30_000);
  });
};
