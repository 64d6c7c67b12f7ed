import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import { CHAIN_START, eventHash } from '../../src/event-store/hash-chain.js';

export const allOf = async (store: Pick<EventStore, 'readAll'>): Promise<readonly RecordedEvent[]> => {
  const log: RecordedEvent[] = [];
  for await (const page of store.readAll()) log.push(...page);
  return log;
};

/** Each call saves one to five events, chained as the write side does it, in a few streams by turns. */
export const chainedSaves = (store: EventStore): (() => Promise<void>) => {
  const ends = new Map<string, { readonly revision: bigint; readonly hash: string }>();
  let saves = 0;
  return async () => {
    const stream = `survey-2565.${1000 + (saves % 7)}`;
    let end = ends.get(stream) ?? { revision: -1n, hash: CHAIN_START };
    const expected = end.revision < 0n ? 'no-stream' : end.revision;
    const events = Array.from({ length: 1 + (saves % 5) }, () => {
      const bare = {
        id: randomUUID(),
        type: 'AspectSaved',
        data: { saves, text: 'ก' },
        metadata: { time: '2022-11-07T00:00:00.000Z' },
      };
      const revision = end.revision + 1n;
      const hash = eventHash(end.hash, { ...bare, stream, revision });
      end = { revision, hash };
      return { ...bare, metadata: { ...bare.metadata, hash } };
    });
    await store.append(stream, events, expected);
    ends.set(stream, end);
    saves += 1;
  };
};

export const fillChained = async (store: EventStore, saves: number): Promise<void> => {
  const save = chainedSaves(store);
  for (let i = 0; i < saves; i += 1) await save();
};
