import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  BACKWARDS,
  binaryEvent,
  END,
  NO_STREAM,
  START,
  type AllStreamRecordedEvent,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
} from '@eventstore/db-client';
import { allOf, clientsOf, events, fresh, lastOfAll, revisionsOf, type OpenServer } from './asking.js';

export const readFacts = (open: OpenServer): void => {
  const clients = clientsOf(open);

  describe('a read of a stream', () => {
    const five = fresh();
    const read = (options?: ReadStreamOptions) => revisionsOf(clients.client.readStream(five, options));
    beforeAll(async () => {
      await clients.client.appendToStream(five, events(5), { expectedRevision: NO_STREAM });
    });
    const unexplained = {
      type: 'unknown',
      code: 2,
      message: '2 UNKNOWN: Unexpected ReadStreamResult: Error',
    };

    it.each([
      ['forwards', {}],
      ['backwards', { direction: BACKWARDS, fromRevision: END }],
    ] as const)('that does not exist says so, %s', async (_, options) => {
      const stream = fresh();
      await expect(revisionsOf(clients.client.readStream(stream, options))).rejects.toMatchObject({
        type: 'stream-not-found',
        message: `${stream} not found`,
      });
    });

    it('begins where it is asked to', async () => {
      expect(await read({ fromRevision: 3n })).toEqual([3, 4]);
    });

    it('from after the end finds nothing', async () => {
      expect(await read({ fromRevision: 9n })).toEqual([]);
    });

    it('forwards from END is an error without a reason', async () => {
      await expect(read({ fromRevision: END })).rejects.toMatchObject(unexplained);
    });

    it('backwards from a revision begins with it', async () => {
      expect(await read({ direction: BACKWARDS, fromRevision: 2n })).toEqual([2, 1, 0]);
    });

    it('backwards from START finds the first event', async () => {
      expect(await read({ direction: BACKWARDS, fromRevision: START })).toEqual([0]);
    });

    it('backwards from after the end begins at the end', async () => {
      expect(await read({ direction: BACKWARDS, fromRevision: 99n })).toEqual([4, 3, 2, 1, 0]);
    });

    it('finds at most its limit', async () => {
      expect(await read({ maxCount: 2 })).toEqual([0, 1]);
    });

    it('with a limit of 0 is an error without a reason', async () => {
      await expect(read({ maxCount: 0 })).rejects.toMatchObject(unexplained);
    });

    it('returns the whole event with its position in $all', async () => {
      const [event] = await allOf(clients.client.readStream(five, { maxCount: 1 }));
      expect(event).toEqual({
        id: expect.any(String),
        streamId: five,
        revision: 0n,
        type: 'Probed',
        isJson: true,
        data: { i: 0, text: 'ก' },
        metadata: { m: 0 },
        created: expect.any(Date),
        position: { commit: expect.any(BigInt), prepare: expect.any(BigInt) },
      });
      expect(Math.abs(event!.created.getTime() - Date.now())).toBeLessThan(3_600_000);
    });

    it('returns bytes as bytes', async () => {
      const stream = fresh();
      const sent = binaryEvent({ type: 'Binary', data: Buffer.from([1, 2]) });
      await clients.client.appendToStream(stream, sent, { expectedRevision: NO_STREAM });
      const [event] = await allOf(clients.client.readStream(stream));
      expect(event).toMatchObject({ isJson: false, metadata: undefined });
      expect(event!.data).toEqual(Uint8Array.of(1, 2));
    });
  });

  describe('a read of $all', () => {
    const [a, b] = [fresh('all'), fresh('all')];
    let before: Position;
    let found: AllStreamRecordedEvent[];
    const label = ({ streamId, revision }: AllStreamRecordedEvent): string[] =>
      streamId === a || streamId === b ? [`${streamId === a ? 'a' : 'b'}${revision}`] : [];
    const read = (options?: ReadAllOptions) =>
      allOf(clients.client.readAll({ fromPosition: before, ...options }));
    const both = (position: bigint): Position => ({ commit: position, prepare: position });
    beforeAll(async () => {
      before = (await lastOfAll(clients.client)).position;
      await clients.client.appendToStream(a, events(2), { expectedRevision: NO_STREAM });
      await clients.client.appendToStream(b, events(1, 5), { expectedRevision: NO_STREAM });
      await clients.client.appendToStream(a, events(1), { expectedRevision: 1n });
      found = (await read()).filter((event) => label(event).length > 0);
    });

    it('begins with an event of the server itself, after position 0', async () => {
      const [first] = await read({ fromPosition: START, maxCount: 1 });
      expect(first!.streamId).toMatch(/^\$/);
      expect(first!.position.commit).toBe(first!.position.prepare);
      expect(first!.position.commit).toBeGreaterThan(0n);
    });

    it('forwards from a position begins with the event at it', async () => {
      expect((await read({ maxCount: 1 }))[0]!.position).toEqual(before);
    });

    it('returns events in the order of their appends', () => {
      expect(found.flatMap(label)).toEqual(['a0', 'a1', 'b0', 'a2']);
    });

    it('gives positions with equal commit and prepare, and with gaps between them', () => {
      expect(found.every(({ position: { commit, prepare } }) => commit === prepare)).toBe(true);
      expect(found[1]!.position.commit - found[0]!.position.commit).toBeGreaterThan(1n);
    });

    it('gives positions that are multiples of nothing', () => {
      const gaps = found.slice(1).map(({ position }, at) => position.commit - found[at]!.position.commit);
      expect(new Set(gaps).size).toBeGreaterThan(1);
    });

    it('backwards from a position leaves out the event at it', async () => {
      const events = await read({ direction: BACKWARDS, fromPosition: found[3]!.position, maxCount: 5 });
      expect(events.flatMap(label)[0]).toBe('b0');
    });

    it('forwards from END finds nothing', async () => {
      expect(await read({ fromPosition: END })).toEqual([]);
    });

    it('from a position between two events is an error without a reason', async () => {
      const between = both(found[0]!.position.commit + 1n);
      await expect(read({ fromPosition: between })).rejects.toMatchObject({
        type: 'unknown',
        code: 2,
        message: '2 UNKNOWN: Unexpected ReadAllResult: Error',
      });
    });

    it('from a position after the end finds nothing, and is no error', async () => {
      expect(await read({ fromPosition: both(found[3]!.position.commit + 1_000_000_000n) })).toEqual([]);
    });
  });
};
