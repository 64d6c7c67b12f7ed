import {
  CheckpointError,
  type Checkpoints,
  type KeptCheckpoint,
  type ListedEvent,
} from '../checkpoints/checkpoints.js';
import { leafData, type LogTree } from '../tree/log-tree.js';
import { MerkleTree } from '../tree/merkle-tree.js';
import type { LogFault } from './log-fault.js';

type CheckpointFault = Extract<LogFault, { kind: 'checkpoint' }>;

/** What was read of a checkpoint's files, or what is wrong with them. */
const orFault = async <Read>(reading: Promise<Read>): Promise<Read | CheckpointFault> => {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    return { kind: 'checkpoint', file: error.file, reason: error.reason };
  }
};

/** The checkpoint, or the fault of its file. */
export const openedOrFault = (
  checkpoints: Checkpoints,
  size: number,
): Promise<KeptCheckpoint | CheckpointFault> => orFault(checkpoints.open(size));

/** Why the log is no longer the one that was last attested; undefined when it still is. Every event of it is in the tree. */
export const divergence = async (tree: LogTree, checkpoints: Checkpoints): Promise<LogFault | undefined> => {
  const sizes = await checkpoints.sizes();
  let broken: KeptCheckpoint | undefined;
  for (const size of sizes.toReversed()) {
    const checkpoint = await openedOrFault(checkpoints, size);
    if ('kind' in checkpoint) return checkpoint;
    if (tree.extends(checkpoint)) return broken && diverged(broken, size);
    broken = checkpoint;
  }
  return broken && diverged(broken, 0);
};

/** The log is not the one of the checkpoint; what `after` events is, an earlier one confirms. */
export const diverged = ({ size, time }: KeptCheckpoint, after: number): LogFault => ({
  kind: 'diverged',
  size,
  time,
  after,
});

export interface EventList {
  /** As many events as signed roots confirm. */
  readonly events: readonly ListedEvent[];
  /** The first list that its checkpoint does not confirm. */
  readonly fault: LogFault | undefined;
}

/** What was in the log at the last of these checkpoints, as the lists beside them have it and their roots confirm it. */
export const confirmedList = async (
  kept: readonly KeptCheckpoint[],
  checkpoints: Checkpoints,
): Promise<EventList> => {
  const tree = new MerkleTree();
  const events: ListedEvent[] = [];
  for (const { size, root, file } of kept) {
    const list = await orFault(checkpoints.events(size));
    if ('kind' in list) return { events, fault: list };
    // It begins behind an earlier checkpoint, the one before unless two processes signed at the same time.
    const since = list.slice(Math.max(0, list.length - (size - tree.size)));
    for (const { hash } of since) tree.append(leafData(hash));
    if (tree.size !== size || !tree.root().equals(root)) {
      const reason = 'the list beside it does not have the events that it signed, or a checkpoint is missing';
      return { events, fault: { kind: 'checkpoint', file, reason } };
    }
    for (const event of since) events.push(event);
  }
  return { events, fault: undefined };
};
