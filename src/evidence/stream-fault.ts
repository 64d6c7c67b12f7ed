import type { RecordedEvent } from '../event-store/event-store.js';
import { ChainWalk } from '../event-store/chain-walk.js';
import { brokenLink } from './diagnosis.js';
import { linkOf, type LogFault } from './log-fault.js';
import { leafData, type LogTree } from './log-tree.js';
import { leafHash } from './merkle-tree.js';

/** What the tree knew of a stream before it was read from the store: since then both may have grown. */
export interface Known {
  readonly tree: LogTree;
  /** Log position of the last event that was in the tree. */
  readonly position: bigint | undefined;
  /** Last revision of the stream that was in the tree, −1 for none. */
  readonly revision: bigint;
}

export const knownOf = (tree: LogTree, stream: string): Known => ({
  tree,
  position: tree.positionAt(tree.size),
  revision: tree.chains.endOf(stream).revision,
});

/** The first thing that is wrong with a stream, in log order, judged by its own chain and by what the tree took in when it was recorded. */
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

/** An event that stands where the tree has another one, or none. */
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

/** The tree took in more than is left. */
const missingEnd = (
  stream: string,
  events: readonly RecordedEvent[],
  { revision }: Known,
): LogFault | undefined => {
  const left = BigInt(events.length);
  if (revision < left) return undefined;
  return { kind: 'missing', stream, revision: left, position: undefined, by: 'chain' };
};
