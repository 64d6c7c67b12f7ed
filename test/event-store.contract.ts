import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NewEvent, RecordedEvent } from '../src/events/recorded-event.js';
import {
  appendSize,
  LARGEST_APPEND,
  RevisionConflict,
  type EventStore,
  type ReadAllOptions,
  type SubscribeOptions,
} from '../src/event-store/event-store.js';
import { damageOf } from '../src/event-store/damaged-stream.js';
import type { JsonObject } from '../src/basics/json.js';
import { propertyRuns } from './support/property-runs.js';

export const event = (data: JsonObject = {}, id: string = randomUUID()): NewEvent => ({
  id,
  type: 'Happened',
  data,
  metadata: { time: '2026-01-01T00:00:00.000Z' },
});
const events = (count: number): NewEvent[] => Array.from({ length: count }, (_, i) => event({ i }));
const freshStream = (): string => `contract-${randomUUID()}`;
const revisions = (list: readonly RecordedEvent[]): bigint[] => list.map(({ revision }) => revision);
const ids = (list: readonly NewEvent[]): string[] => list.map(({ id }) => id);

const pagesOf = async (
  store: EventStore,
  options?: ReadAllOptions,
): Promise<(readonly RecordedEvent[])[]> => {
  const pages: (readonly RecordedEvent[])[] = [];
  for await (const page of store.readAll(options)) pages.push(page);
  return pages;
};

/** Collects a subscription until `enough` says so, then aborts it and waits for its end. */
const collect = async (
  store: EventStore,
  options: Omit<SubscribeOptions, 'signal'>,
  enough: (seen: readonly RecordedEvent[], caughtUp: number) => boolean,
): Promise<RecordedEvent[]> => {
  const abort = new AbortController();
  const seen: RecordedEvent[] = [];
  let caughtUp = 0;
  for await (const message of store.subscribe({ ...options, signal: abort.signal })) {
    if (message.type === 'caught-up') caughtUp += 1;
    else {
      expect(message.events.length).toBeGreaterThan(0);
      seen.push(...message.events);
    }
    if (enough(seen, caughtUp)) abort.abort();
  }
  return seen;
};

/** A store, and how an outsider damages it. */
export interface OpenedStore {
  readonly store: EventStore;
  /** Hides the first events of a stream. */
  cut(stream: string, before: number): Promise<void>;
  /** Puts a record behind the stream's end that is no event. */
  scribble(stream: string): Promise<void>;
  close(): Promise<void>;
}

/** The contract of every event-store adapter. The store may hold other events before and during the suite. */
export const eventStoreContract = (name: string, open: () => Promise<OpenedStore>): void => {
  describe(`${name} keeps the contract of an event store`, () => {
    let opened: OpenedStore;
    let store: EventStore;
    beforeAll(async () => {
      opened = await open();
      ({ store } = opened);
    });
    afterAll(() => opened.close());

    const conflict = async (append: Promise<unknown>): Promise<RevisionConflict> => {
      const error = await append.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof RevisionConflict)) throw new Error(`expected a conflict, got ${String(error)}`);
      return error;
    };

    it('numbers a stream from 0 and appends at the expected revision', async () => {
      const stream = freshStream();
      const first = await store.append(stream, events(2), 'no-stream');
      const second = await store.append(stream, events(3), 1n);
      const third = await store.append(stream, events(1), 'any');
      expect([first.revision, second.revision, third.revision]).toEqual([1n, 4n, 5n]);
      expect(first.position < second.position && second.position < third.position).toBe(true);
      expect(revisions(await store.readStream(stream))).toEqual([0n, 1n, 2n, 3n, 4n, 5n]);
    });

    it('refuses an append that expects another end, names the actual one and writes nothing', async () => {
      const stream = freshStream();
      expect((await conflict(store.append(stream, events(1), 0n))).actual).toBe('no-stream');
      const kept = events(2);
      await store.append(stream, kept, 'no-stream');
      for (const expected of ['no-stream', 0n, 2n, 7n] as const) {
        const {
          actual,
          expected: stated,
          stream: of,
        } = await conflict(store.append(stream, events(3), expected));
        expect([actual, stated, of]).toEqual([1n, expected, stream]);
      }
      expect(ids(await store.readStream(stream))).toEqual(ids(kept));
    });

    it('refuses an empty append', async () => {
      await expect(store.append(freshStream(), [], 'any')).rejects.toThrow(RangeError);
    });

    it('takes an append of one mebibyte, and refuses a larger one before it is sent', async () => {
      const stream = freshStream();
      const halves = (bytes: number): readonly NewEvent[] => {
        const [first, second] = [event({ text: '' }), event({ text: '' })];
        const room = bytes - appendSize(first) - appendSize(second);
        const texts = ['x'.repeat(Math.floor(room / 2)), 'x'.repeat(Math.ceil(room / 2))];
        return [first, second].map((half, at) => ({ ...half, data: { text: texts[at]! } }));
      };
      const { revision } = await store.append(stream, halves(LARGEST_APPEND), 'no-stream');
      expect(revision).toBe(1n);
      for (const expected of [1n, 'any'] as const) {
        await expect(store.append(stream, halves(LARGEST_APPEND + 1), expected)).rejects.toMatchObject({
          name: 'AppendTooLarge',
          stream,
          bytes: LARGEST_APPEND + 1,
        });
      }
      expect(await store.readStream(stream)).toHaveLength(2);
    });

    it.each(['no-stream', 0n, 'any'] as const)(
      'answers a repeated append as the first time (expected %s)',
      async (expected) => {
        const stream = freshStream();
        if (expected !== 'no-stream') await store.append(stream, events(1), 'no-stream');
        const sent = events(3);
        const first = await store.append(stream, sent, expected);
        expect(await store.append(stream, sent, expected)).toEqual(first);
        await store.append(stream, events(2), 'any');
        expect(await store.append(stream, sent, expected)).toEqual(first);
        expect(await store.readStream(stream)).toHaveLength(expected === 'no-stream' ? 5 : 6);
      },
    );

    it('appends several in their order, also when the first of them are stored already', async () => {
      const [one, other] = [freshStream(), freshStream()];
      const appends = Array.from({ length: 30 }, (_, i) => {
        const round = Math.floor(i / 3);
        const revision = i % 3 === 0 ? round : 2 * round + (i % 3) - 1;
        const expected = revision === 0 ? ('no-stream' as const) : BigInt(revision - 1);
        return { stream: i % 3 === 0 ? one : other, events: [event({ i })], expected };
      });
      const after = await store.head();
      await store.appendInOrder(appends.slice(0, 10));
      await store.appendInOrder(appends);
      const written = (await pagesOf(store, { after })).flat();
      expect(ids(written)).toEqual(appends.flatMap(({ events }) => ids(events)));
      const wrong = { stream: one, events: events(1), expected: 3n };
      expect((await conflict(store.appendInOrder([wrong]))).actual).toBe(9n);
    });

    it('refuses an append of which only a part is already stored', async () => {
      const stream = freshStream();
      const sent = events(2);
      await store.append(stream, sent, 'no-stream');
      await conflict(store.append(stream, [sent[0]!, event()], 'no-stream'));
      await conflict(store.append(stream, [...sent, event()], 'no-stream'));
      await conflict(store.append(stream, [sent[1]!, sent[0]!], 'no-stream'));
      expect(ids(await store.readStream(stream))).toEqual(ids(sent));
    });

    it('lets exactly one of many concurrent writers of a revision win', async () => {
      const stream = freshStream();
      await store.append(stream, events(1), 'no-stream');
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, () => store.append(stream, events(2), 0n)),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ actual: 2n });
      }
      expect(await store.readStream(stream)).toHaveLength(3);
    });

    it('reads a stream in both directions, from, to, and with a limit', async () => {
      const stream = freshStream();
      await store.append(stream, events(6), 'no-stream');
      const read = async (options: Parameters<EventStore['readStream']>[1]) =>
        revisions(await store.readStream(stream, options)).map(Number);
      expect(await read({ from: 2n })).toEqual([2, 3, 4, 5]);
      expect(await read({ from: 2n, to: 3n })).toEqual([2, 3]);
      expect(await read({ limit: 2 })).toEqual([0, 1]);
      expect(await read({ direction: 'backwards' })).toEqual([5, 4, 3, 2, 1, 0]);
      expect(await read({ direction: 'backwards', limit: 1 })).toEqual([5]);
      expect(await read({ direction: 'backwards', from: 4n, to: 2n })).toEqual([4, 3, 2]);
      expect(await read({ from: 6n })).toEqual([]);
      expect(await store.readStream(freshStream())).toEqual([]);
    });

    it('gives back Thai text, large data and metadata as they were', async () => {
      const stream = freshStream();
      const sent = {
        ...event({ text: 'องค์การบริหารส่วนตำบล "๑๒๓" \u0000 😀', nested: [null, true, 1.5, { ก: [] }] }),
        metadata: { actor: { sub: 'สมชาย' }, schemaVersion: 1 },
      };
      const large = event({ text: 'น้ำ'.repeat(70_000) });
      const { position } = await store.append(stream, [sent, large], 'no-stream');
      const recorded = await store.readStream(stream);
      expect(recorded[0]).toEqual({ ...sent, stream, revision: 0n, position: recorded[0]!.position });
      expect(recorded[1]).toEqual({ ...large, stream, revision: 1n, position });
      expect(typeof position).toBe('bigint');
    });

    it('reads the whole log in pages, between two positions, up to its end at the call', async () => {
      const stream = freshStream();
      const before = (await store.append(freshStream(), events(1), 'any')).position;
      await store.append(stream, events(7), 'no-stream');
      const recorded = await store.readStream(stream);
      const pages = await pagesOf(store, { after: before, pageSize: 3 });
      expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
      expect(pages.flat()).toEqual(recorded);
      const inner = await pagesOf(store, { after: recorded[1]!.position, upTo: recorded[4]!.position });
      expect(inner.flat()).toEqual(recorded.slice(2, 5));
      expect(await store.head()).toBe(recorded[6]!.position);
      expect(await pagesOf(store, { after: recorded[6]!.position })).toEqual([]);

      const asItStood = store.readAll({ after: before, pageSize: 2 });
      await store.append(stream, events(2), 6n);
      let count = 0;
      for await (const page of asItStood) count += page.length;
      expect(count).toBe(7);
      expect((await pagesOf(store)).flat().slice(-9, -2)).toEqual(recorded);
    });

    it('is subscribed from the start or from a position, and says when it caught up', async () => {
      const { position } = await store.append(freshStream(), events(3), 'no-stream');
      const all = (await pagesOf(store)).flat();
      expect(await collect(store, { pageSize: 2 }, (_, caughtUp) => caughtUp === 1)).toEqual(all);
      const middle = all[Math.floor(all.length / 2)]!.position;
      expect(await collect(store, { after: middle }, (_, caughtUp) => caughtUp === 1)).toEqual(
        all.filter((recorded) => recorded.position > middle),
      );
      expect(await collect(store, { after: position }, (_, caughtUp) => caughtUp === 1)).toEqual([]);
    });

    // Some hundred appends: a real server writes each one to its disk.
    it('delivers new events live while two subscribers catch up: no gap, no duplicate, in order', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 }),
          fc.integer({ min: 1, max: 7 }),
          fc.scheduler(),
          async (sizes, pageSize, scheduler) => {
            const after = await store.head();
            const total = sizes.reduce((sum, size) => sum + size, 0);
            const enough = (seen: readonly RecordedEvent[]): boolean => seen.length >= total;
            const early = collect(store, { after, pageSize }, enough);
            const appends = sizes.map(async (size) => {
              await scheduler.schedule(Promise.resolve());
              await store.append(freshStream(), events(size), 'no-stream');
            });
            const late = scheduler
              .schedule(Promise.resolve())
              .then(() => collect(store, { after, pageSize }, enough));
            await scheduler.waitIdle();
            await Promise.all(appends);
            const written = (await pagesOf(store, { after })).flat();
            expect(written).toHaveLength(total);
            expect(await early).toEqual(written);
            expect(await late).toEqual(written);
          },
        ),
        propertyRuns(10),
      );
    }, 60_000);

    describe('when a stream is damaged', () => {
      it('never takes the rest of a stream for the whole', async () => {
        const stream = freshStream();
        await store.append(stream, events(5), 'no-stream');
        await opened.cut(stream, 2);
        const truncated = { name: 'TruncatedStream', stream, revision: 0n };
        await expect(store.readStream(stream)).rejects.toMatchObject(truncated);
        await expect(store.readStream(stream, { to: 3n })).rejects.toMatchObject(truncated);
        await expect(store.readStream(stream, { direction: 'backwards' })).rejects.toMatchObject({
          name: 'TruncatedStream',
          revision: 1n,
        });
        expect(await store.inspect(stream)).toMatchObject({ damage: 'truncated', stream });
        expect(store.damaged.map((damage) => damage.stream)).toContain(stream);
        expect(revisions(await store.readStream(stream, { from: 2n }))).toEqual([2n, 3n, 4n]);
      });

      it('says of a record that it is no event, and gives all others', async () => {
        const stream = freshStream();
        const { position: after } = await store.append(stream, events(2), 'no-stream');
        await opened.scribble(stream);
        const other = freshStream();
        await store.append(other, events(1), 'no-stream');
        const unreadable = { name: 'UnreadableRecord', stream, revision: 2n };
        await expect(store.readStream(stream)).rejects.toMatchObject(unreadable);
        expect(await store.readStream(stream, { to: 1n })).toHaveLength(2);
        const inOrder = (list: readonly RecordedEvent[]) =>
          list.map((record) => [record.stream, damageOf(record)?.damage]);
        const expected = [
          [stream, 'unreadable'],
          [other, undefined],
        ];
        expect(inOrder((await pagesOf(store, { after })).flat())).toEqual(expected);
        expect(inOrder(await collect(store, { after }, (seen) => seen.length === 2))).toEqual(expected);
        expect(store.damaged.map((damage) => damage.stream)).toContain(stream);
        expect(await store.inspect(other)).toBeUndefined();
      });
    });

    it('ends a subscription that waits or has not begun, without an error', async () => {
      const abort = new AbortController();
      const waiting = (async () => {
        for await (const message of store.subscribe({ after: await store.head(), signal: abort.signal })) {
          if (message.type === 'caught-up') setTimeout(() => abort.abort(), 20);
        }
      })();
      await waiting;
      for await (const _ of store.subscribe({ signal: abort.signal })) throw new Error('already aborted');
    });
  });
};
