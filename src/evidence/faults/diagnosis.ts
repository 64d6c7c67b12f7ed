import type { RecordedEvent } from '../../events/recorded-event.js';
import { ChainWalk, follows, hashHolds, type StreamEnd } from '../../event-store/chain-walk.js';
import { damageOf } from '../../event-store/damaged-stream.js';
import type { ListedEvent } from '../checkpoints/checkpoints.js';
import { leafData, type LogTree } from '../tree/log-tree.js';
import { leafHash } from '../tree/merkle-tree.js';
import { damageFault, linkOf, type FoundEvent, type LogFault, type Tampering } from './log-fault.js';

/**
 * What was done to the event at which a stream's chain breaks, judged from the stream alone.
 * @param later the events behind it in the stream, in log order
 */
export const brokenLink = (
  end: StreamEnd,
  event: RecordedEvent,
  later: readonly RecordedEvent[],
): LogFault => {
  const at = (kind: Tampering, { stream, revision, position }: RecordedEvent): LogFault => ({
    kind,
    stream,
    revision,
    position,
    by: 'chain',
  });
  const damage = damageOf(event);
  if (damage) return damageFault(damage);
  const expected = end.revision + 1n;
  if (event.revision === expected) {
    const [next] = later;
    // The next event would fit in this place. Either it was moved, or another event was inserted before it.
    if (next && hashHolds(end.hash, { ...next, revision: expected })) {
      const swapped = hashHolds(linkOf(next), { ...event, revision: expected + 1n });
      return at(swapped ? 'reordered' : 'inserted', event);
    }
    return at('altered', event);
  }
  if (later.some((each) => follows(end, each))) return at('reordered', event);
  if (event.revision < expected) return at('inserted', event);
  return { kind: 'missing', stream: event.stream, revision: expected, position: undefined, by: 'chain' };
};

/** A difference between a log and an earlier list of its events. `index` counts events over the whole log, from 0. */
export interface HashDifference {
  readonly index: number;
  readonly fault: LogFault;
}

/** The first event of the log that differs from the list at its place, or undefined when all listed events are there. */
export const firstDifference = (
  listed: readonly ListedEvent[],
  found: readonly FoundEvent[],
): HashDifference | undefined => {
  const index = listed.findIndex(({ hash }, at) => found[at]?.hash !== hash);
  if (index === -1) return undefined;
  const [expected, actual] = [listed[index]!, found[index]];
  const at = (kind: Tampering, { stream, revision, position }: ListedEvent & { position?: bigint }) => ({
    index,
    fault: { kind, stream, revision, position, by: 'checkpoint' } as const,
  });
  if (!actual) return at('missing', expected);
  const expectedLater = found.some(({ hash }, place) => place > index && hash === expected.hash);
  const actualListed = listed.some(({ hash }, place) => place > index && hash === actual.hash);
  if (expectedLater) return at(actualListed ? 'reordered' : 'inserted', actual);
  if (actualListed) return at('missing', expected);
  const samePlace = found.find(
    ({ stream, revision }, place) =>
      place >= index && stream === expected.stream && revision === expected.revision,
  );
  return samePlace ? at('altered', samePlace) : at('missing', expected);
};

/** What the tree held of a stream before the stream was read. Both may have grown since. */
export interface Known {
  readonly tree: LogTree;
  /** Log position of the last event in the tree. */
  readonly position: bigint | undefined;
  /** Last revision of the stream in the tree, −1 for none. */
  readonly revision: bigint;
}

export const knownOf = (tree: LogTree, stream: string): Known => ({
  tree,
  position: tree.positionAt(tree.size),
  revision: tree.chains.endOf(stream).revision,
});

/** The first fault of a stream, in log order, found by its own chain and by what the tree recorded earlier. */
export const streamFault = (
  stream: string,
  events: readonly RecordedEvent[],
  known: Known,
): LogFault | undefined =>
  chainFault(events) ?? treeFault(events, known) ?? missingEnd(stream, events, known);

const chainFault = (events: readonly RecordedEvent[]): LogFault | undefined => {
  const chain = new ChainWalk();
  const broken = events.findIndex((event) => !chain.take(event));
  const event = events[broken];
  return event && brokenLink(chain.endOf(event.stream), event, events.slice(broken + 1));
};

/** An event where the tree holds another one, or none. */
const treeFault = (
  events: readonly RecordedEvent[],
  { tree, position: end }: Known,
): LogFault | undefined => {
  for (const event of events) {
    const { stream, revision, position } = event;
    if (end === undefined || position > end) return undefined;
    const index = tree.indexOf(position);
    const by = 'chain';
    if (index === undefined) return { kind: 'inserted', stream, revision, position, by };
    if (!tree.merkle.leaf(index).equals(leafHash(leafData(linkOf(event))))) {
      return { kind: 'altered', stream, revision, position, by };
    }
  }
  return undefined;
};

/** The stream now ends before the last event that the tree holds. */
const missingEnd = (
  stream: string,
  events: readonly RecordedEvent[],
  { revision }: Known,
): LogFault | undefined => {
  const left = BigInt(events.length);
  if (revision < left) return undefined;
  return { kind: 'missing', stream, revision: left, position: undefined, by: 'chain' };
};
