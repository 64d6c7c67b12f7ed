import { describe, expect, it } from '@jest/globals';
import {
  ANY,
  NO_STREAM,
  STREAM_EXISTS,
  type AppendExpectedRevision,
  type EventData,
} from '@eventstore/db-client';
import { allOf, clientsOf, events, fresh, revisionsOf, type OpenServer } from './asking.js';

const MEBIBYTE = 1_048_576;

/** The answers to appends. The client sends an append in a call of its own, or in a batch with others. */
export const appendFacts = (open: OpenServer): void => {
  const clients = clientsOf(open);

  describe.each(['client', 'batching'] as const)('an append (%s)', (which) => {
    const append = (stream: string, proposed: EventData[], expectedRevision: AppendExpectedRevision) =>
      clients[which].appendToStream(stream, proposed, { expectedRevision });
    const stored = (stream: string) => revisionsOf(clients.client.readStream(stream));
    const refused = (appending: Promise<unknown>, expectedVersion: unknown, actualVersion: unknown) =>
      expect(appending).rejects.toMatchObject({
        type: 'wrong-expected-version',
        expectedVersion,
        actualVersion,
        message: '',
      });
    const begun = async (count: number): Promise<string> => {
      const stream = fresh();
      await append(stream, events(count), NO_STREAM);
      return stream;
    };

    it('of three events to a new stream answers the revision and the position of the last', async () => {
      const stream = fresh();
      const answer = await append(stream, events(3), NO_STREAM);
      const read = await allOf(clients.client.readStream(stream));
      expect(answer).toMatchObject({ success: true, nextExpectedRevision: 2n });
      expect(answer.position).toEqual(read[2]!.position);
      expect(read.map(({ revision }) => revision)).toEqual([0n, 1n, 2n]);
    });

    it('gives each event its own position, with equal commit and prepare', async () => {
      const read = await allOf(clients.client.readStream(await begun(3)));
      const positions = read.map(({ position }) => position!);
      expect(positions.every(({ commit, prepare }) => commit === prepare)).toBe(true);
      expect(positions[0]!.commit < positions[1]!.commit).toBe(true);
      expect(positions[1]!.commit < positions[2]!.commit).toBe(true);
    });

    it('that expects no stream is refused where there is one', async () => {
      await refused(append(await begun(2), events(1), NO_STREAM), 'no_stream', 1n);
    });

    it('that expects a revision is refused where another is the last', async () => {
      await refused(append(await begun(2), events(1), 5n), 5n, 1n);
    });

    it('that expects a revision is refused where there is no stream', async () => {
      await refused(append(fresh(), events(1), 0n), 0n, 'no_stream');
    });

    it('that expects a stream is refused where there is none', async () => {
      await refused(append(fresh(), events(1), STREAM_EXISTS), 'stream_exists', 'no_stream');
    });

    it('that expects a stream is stored where there is one', async () => {
      const stream = await begun(2);
      expect(await append(stream, events(1), STREAM_EXISTS)).toMatchObject({ nextExpectedRevision: 2n });
    });

    it.each([
      ['no stream', NO_STREAM],
      ['anything', ANY],
    ] as const)(
      'that expects %s and is repeated gets its first answer, and is stored once',
      async (_, expected) => {
        const [stream, sent] = [fresh(), events(2)];
        const first = await append(stream, sent, expected);
        expect(await append(stream, sent, expected)).toEqual(first);
        expect(await stored(stream)).toEqual([0, 1]);
      },
    );

    it('that expects a revision and is repeated gets its first answer, also when others went on', async () => {
      const [stream, sent] = [await begun(1), events(2)];
      const first = await append(stream, sent, 0n);
      await append(stream, events(2), 2n);
      expect(await append(stream, sent, 0n)).toEqual(first);
      expect(await stored(stream)).toEqual([0, 1, 2, 3, 4]);
    });

    it('of which only the first event is already stored is refused', async () => {
      const [stream, sent] = [fresh(), events(2)];
      await append(stream, sent, NO_STREAM);
      await refused(append(stream, [sent[0]!, ...events(1)], NO_STREAM), 'no_stream', 1n);
    });

    it('that repeats another and adds events after it is refused, and stores nothing', async () => {
      const [stream, sent] = [fresh(), events(2)];
      await append(stream, sent, NO_STREAM);
      await refused(append(stream, [...sent, ...events(1)], NO_STREAM), 'no_stream', 1n);
      expect(await stored(stream)).toEqual([0, 1]);
    });

    it('of an event that another stream holds is stored again', async () => {
      const sent = events(1);
      await append(fresh(), sent, NO_STREAM);
      expect(await append(fresh(), sent, NO_STREAM)).toMatchObject({
        success: true,
        nextExpectedRevision: 0n,
      });
    });

    it('that names one event twice stores it twice', async () => {
      const [stream, [sent]] = [fresh(), events(1)];
      expect(await append(stream, [sent!, sent!], NO_STREAM)).toMatchObject({ nextExpectedRevision: 1n });
      expect(await stored(stream)).toEqual([0, 1]);
    });

    it('without events succeeds and has a position', async () => {
      const { success, nextExpectedRevision, position } = await append(fresh(), [], NO_STREAM);
      expect({ success, nextExpectedRevision }).toEqual({ success: true, nextExpectedRevision: 0n });
      expect(position!.commit).toBe(position!.prepare);
    });

    it('of 900,000 bytes is stored', async () => {
      const stream = fresh();
      await append(stream, events(1, 300_000), NO_STREAM);
      const [event] = await allOf(clients.client.readStream(stream));
      expect((event!.data as { text: string }).text).toHaveLength(300_000);
    });

    it.each([
      ['one event', () => events(1, 400_000)],
      ['400 events', () => events(400, 1_000)],
    ])('of more than 1 MiB is refused: %s', async (_, large) => {
      await expect(append(fresh(), large(), NO_STREAM)).rejects.toMatchObject({
        type: 'maximum-append-size-exceeded',
        maxAppendSize: MEBIBYTE,
        ...(which === 'client'
          ? { code: 3, message: `3 INVALID_ARGUMENT: Maximum Append Size of ${MEBIBYTE} Exceeded.` }
          : { code: undefined, message: '' }),
      });
    });

    it('of a thousand small events is stored', async () => {
      expect(await append(fresh(), events(1_000), NO_STREAM)).toMatchObject({ nextExpectedRevision: 999n });
    });

    it('may go to a stream with a system name', async () => {
      expect(await append(fresh('$facts'), events(1), ANY)).toMatchObject({ nextExpectedRevision: 0n });
    });

    it('of 64 at one revision wins once', async () => {
      const stream = await begun(1);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 64 }, () => append(stream, events(1), 0n)),
      );
      const refusals = outcomes.flatMap((each) =>
        each.status === 'rejected' ? [(each.reason as { type: string }).type] : [],
      );
      expect(refusals).toEqual(Array(63).fill('wrong-expected-version'));
    });
  });

  it('an append may end by the client’s own deadline', async () => {
    const appending = clients.client.appendToStream(fresh(), events(200, 1_000), { deadline: 1 });
    await expect(appending).rejects.toMatchObject({
      type: 'deadline-exceeded',
      code: 4,
      message: expect.stringMatching(/^4 DEADLINE_EXCEEDED: Deadline exceeded/),
    });
  });

  it('an append throws in spite of its own option not to; only the client’s option counts', async () => {
    const stream = fresh();
    await clients.client.appendToStream(stream, events(2), { expectedRevision: NO_STREAM });
    const options = { expectedRevision: 7n, throwOnAppendFailure: false };
    await expect(clients.client.appendToStream(stream, events(1), options)).rejects.toMatchObject({
      expectedVersion: 7n,
      actualVersion: 1n,
    });
  });
};
