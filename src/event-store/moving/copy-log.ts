import { ChainCheck } from '../chain-check.js';
import type { RecordedEvent } from '../../events/recorded-event.js';
import { OrderLost, RevisionConflict, type EventStore, type OrderedAppend } from '../event-store.js';
import { commandsOf, groupsOf, type Run } from './append-groups.js';

/** The target cannot become a copy of the source, or did not. The message is the one line that an operator reads. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';
}

export interface CopyOptions {
  readonly from: EventStore;
  /** Empty, or with the beginning of the same log: the copy continues where it was interrupted. */
  readonly to: EventStore;
  /** Called with the source's position of the last event that the target has. */
  readonly onCopied?: (position: bigint) => void;
  /** Called with the number of the target's events that are read back and checked. */
  readonly onProved?: (events: number, of: number) => void;
}

export interface CopiedLog {
  readonly events: number;
  /** The number of events that this run appended. */
  readonly copied: number;
  /** See `ChainCheck.digest`. It is the same for both logs. */
  readonly sha256: string;
}

/**
 * Makes the target the same log: the same ids, data, metadata with its times, order within and across streams, and so
 * the same hashes. Only the positions differ. Every hash of the source is recomputed during the copy; afterwards the
 * target is read back and checked in the same way.
 * @throws CopyRefused, BrokenChain (the source was altered), EventStoreUnavailable.
 */
export const copyLog = async ({ from, to, onCopied, onProved }: CopyOptions): Promise<CopiedLog> => {
  const source = eventsOf(from);
  const chain = new ChainCheck('The source');
  await passCommonBeginning(source, to, chain);
  const begunWith = chain.events;
  for await (const group of groupsOf(commandsOf(checked(source, chain)))) {
    await appendGroup(to, group);
    onCopied?.(group.at(-1)!.events.at(-1)!.position);
  }
  if ((await from.head()) !== chain.position) {
    throw new CopyRefused(
      'The source went on while it was copied: stop what writes to it, and run this again.',
    );
  }
  await proveCopy(to, chain, onProved);
  return { events: chain.events, copied: chain.events - begunWith, sha256: chain.digest() };
};

async function* eventsOf(store: EventStore): AsyncGenerator<RecordedEvent, undefined> {
  for await (const page of store.readAll()) yield* page;
}

/** Skips the source's events that the target already has. It refuses an event that differs from the source at its place. */
const passCommonBeginning = async (
  source: AsyncIterator<RecordedEvent, undefined>,
  to: EventStore,
  chain: ChainCheck,
): Promise<void> => {
  const target = new ChainCheck('The target');
  for await (const event of eventsOf(to)) {
    const { value: original } = await source.next();
    const place = `${event.stream}@${event.revision}`;
    if (!original) throw new CopyRefused(`The target holds more than the source, from ${place} on.`);
    const same = original.stream === event.stream && original.revision === event.revision;
    if (!same || chain.take(original) !== target.take(event)) {
      throw new CopyRefused(
        `The target holds something else: ${place}, where the source has ${original.stream}@${original.revision}.`,
      );
    }
  }
};

/** An altered event is not copied. */
async function* checked(
  source: AsyncIterable<RecordedEvent>,
  chain: ChainCheck,
): AsyncGenerator<RecordedEvent> {
  for await (const event of source) {
    chain.take(event);
    yield event;
  }
}

const appendOf = ({ events }: Run): OrderedAppend => {
  const { stream, revision } = events[0]!;
  return {
    stream,
    events: events.map(({ id, type, data, metadata }) => ({ id, type, data, metadata })),
    expected: revision === 0n ? 'no-stream' : revision - 1n,
  };
};

const appendGroup = async (to: EventStore, group: readonly Run[]): Promise<void> => {
  try {
    await to.appendInOrder(group.map(appendOf));
  } catch (error) {
    if (error instanceof RevisionConflict)
      throw new CopyRefused(`Something else writes to the target: ${error.message}.`, { cause: error });
    if (error instanceof OrderLost)
      throw new CopyRefused(`The target lost the order (${error.message}): copy into an empty one.`, {
        cause: error,
      });
    throw error;
  }
};

const proveCopy = async (
  to: EventStore,
  source: ChainCheck,
  onProved: CopyOptions['onProved'],
): Promise<void> => {
  const copy = new ChainCheck('The copy');
  for await (const page of to.readAll()) {
    for (const event of page) copy.take(event);
    onProved?.(copy.events, source.events);
  }
  if (copy.events !== source.events || copy.digest() !== source.digest()) {
    throw new CopyRefused(
      `The copy is not the source: ${copy.events} events (${copy.digest()}) of ${source.events} (${source.digest()}).`,
    );
  }
};
