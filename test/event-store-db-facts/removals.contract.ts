import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  NO_STREAM,
  streamNameFilter,
  type AllStreamRecordedEvent,
  type Position,
} from '@eventstore/db-client';
import {
  allOf,
  clientsOf,
  events,
  fresh,
  lastOfAll,
  revisionsOf,
  within,
  type OpenServer,
} from './asking.js';

/** The largest possible revision. */
const TOMBSTONE = 9_223_372_036_854_775_807n;

/** What an administrator can do to a stream, and what others then see. */
export const removalFacts = (open: OpenServer): void => {
  const clients = clientsOf(open);
  /** The end of the log when this suite begins. A real log may be long. */
  let before: Position;
  beforeAll(async () => {
    before = (await lastOfAll(clients.client)).position;
  });

  const begun = async (count: number, label?: string): Promise<string> => {
    const stream = fresh(label);
    await clients.client.appendToStream(stream, events(count), { expectedRevision: NO_STREAM });
    return stream;
  };
  const append = async (stream: string, expectedRevision: bigint | typeof NO_STREAM) =>
    (await clients.client.appendToStream(stream, events(1), { expectedRevision })).nextExpectedRevision;
  const read = (stream: string) => revisionsOf(clients.client.readStream(stream));
  /** The events of a stream and its metadata in `$all`. */
  const shown = async (stream: string): Promise<AllStreamRecordedEvent[]> =>
    (await allOf(clients.client.readAll({ fromPosition: before }))).filter(({ streamId }) =>
      [stream, `$$${stream}`].includes(streamId),
    );
  const named = ({ streamId, type, revision }: AllStreamRecordedEvent): string =>
    `${streamId.startsWith('$$') ? 'metadata' : 'stream'}: ${type} ${revision}`;

  describe('a deleted stream', () => {
    it('is not found', async () => {
      const stream = await begun(2);
      await clients.client.deleteStream(stream);
      await expect(read(stream)).rejects.toMatchObject({
        type: 'stream-not-found',
        message: `${stream} not found`,
      });
    });

    it('continues after its old revisions on an append, as a new stream or at its old end', async () => {
      const stream = await begun(2);
      await clients.client.deleteStream(stream);
      expect(await append(stream, NO_STREAM)).toBe(2n);
      expect(await append(stream, 2n)).toBe(3n);
      expect(await read(stream)).toEqual([2, 3]);
      const other = await begun(2);
      await clients.client.deleteStream(other);
      expect(await append(other, 1n)).toBe(2n);
    });

    it('keeps its events in $all, where its metadata shows the deletion and the return', async () => {
      const stream = await begun(2);
      await clients.client.deleteStream(stream);
      await append(stream, NO_STREAM);
      await append(stream, 2n);
      const all = await shown(stream);
      expect(all.map(named)).toEqual([
        'stream: Probed 0',
        'stream: Probed 1',
        'metadata: $metadata 0',
        'stream: Probed 2',
        'metadata: $metadata 1',
        'stream: Probed 3',
      ]);
      expect(all.every(({ isJson }) => isJson)).toBe(true);
    });
  });

  describe('a stream with a tombstone', () => {
    const deleted = (stream: string) => ({
      type: 'stream-deleted',
      code: 9,
      message: `9 FAILED_PRECONDITION: Event stream '${stream}' is deleted.`,
    });

    it('can be neither read nor appended to', async () => {
      const stream = await begun(2);
      await clients.client.tombstoneStream(stream);
      await expect(read(stream)).rejects.toMatchObject(deleted(stream));
      await expect(append(stream, 1n)).rejects.toMatchObject(deleted(stream));
    });

    it('shows the tombstone in $all: no JSON, no bytes, the largest revision', async () => {
      const stream = await begun(2);
      const { position } = await lastOfAll(clients.client);
      await clients.client.tombstoneStream(stream);
      const since = await allOf(clients.client.readAll({ fromPosition: position }));
      const [tombstone, ...others] = since.filter(
        ({ streamId, revision }) => streamId === stream && revision > 1n,
      );
      expect(others).toEqual([]);
      expect(tombstone).toMatchObject({ type: '$streamDeleted', revision: TOMBSTONE, isJson: false });
      expect(tombstone!.data).toHaveLength(0);
    });

    it('shows the tombstone to a subscriber that asks for its name', async () => {
      const stream = await begun(1, 'tomb');
      await clients.client.tombstoneStream(stream);
      const seen: string[] = [];
      const subscription = clients.client.subscribeToAll({
        fromPosition: before,
        filter: streamNameFilter({ prefixes: [stream] }),
      });
      const caughtUp = new Promise((resolve, reject) => {
        subscription.on('caughtUp', () => resolve('caught up')).on('error', reject);
        subscription.on('data', ({ event }) => seen.push(`${event!.type} ${event!.revision}`));
      });
      expect(await within(5_000, caughtUp)).toBe('caught up');
      await subscription.unsubscribe();
      expect(seen).toEqual(['Probed 0', `$streamDeleted ${TOMBSTONE}`]);
    });
  });

  describe('metadata', () => {
    it.each([
      ['at most one event', { maxCount: 1 }],
      ['cut before revision 2', { truncateBefore: 2 }],
    ])('hides the beginning of a stream (%s), and nothing of $all', async (_, metadata) => {
      const stream = await begun(3);
      await clients.client.setStreamMetadata(stream, metadata);
      expect(await read(stream)).toEqual([2]);
      expect(await revisionsOf(clients.client.readStream(stream, { fromRevision: 0n }))).toEqual([2]);
      expect((await shown(stream)).filter(({ streamId }) => streamId === stream)).toHaveLength(3);
    });

    it('is read back as it was written', async () => {
      const stream = await begun(1);
      await clients.client.setStreamMetadata(stream, { maxCount: 7 });
      await clients.client.setStreamMetadata(stream, { maxCount: 8, truncateBefore: 1 });
      const { metadata } = await clients.client.getStreamMetadata(stream);
      expect(metadata).toEqual({ maxCount: 8, truncateBefore: 1 });
    });
  });
};
