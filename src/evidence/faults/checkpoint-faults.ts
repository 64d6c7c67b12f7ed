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

/** The checkpoint file's content, or the fault of the file. */
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

/**
 * The reason why the log differs from its last checkpoint, or undefined when it does not. The tree holds every event of
 * the log.
 */
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

/** The log is not the one of the checkpoint. An earlier checkpoint confirms the first `after` events. */
export const diverged = ({ size, time }: KeptCheckpoint, after: number): LogFault => ({
  kind: 'diverged',
  size,
  time,
  after,
});

export interface EventList {
  /** Events from the beginning of the log that signed roots confirm. */
  readonly events: readonly ListedEvent[];
  /** The fault of the first list that its checkpoint does not confirm. */
  readonly fault: LogFault | undefined;
}

/** The events up to the last of these checkpoints, from the lists beside them, as far as the signed roots confirm them. */
export const confirmedList = async (
  kept: readonly KeptCheckpoint[],
  checkpoints: Checkpoints,
): Promise<EventList> => {
  const tree = new MerkleTree();
  const events: ListedEvent[] = [];
  for (const { size, root, file } of kept) {
    const list = await orFault(checkpoints.events(size));
    if ('kind' in list) return { events, fault: list };
    // The list begins behind the previous checkpoint, or an earlier one if two processes signed at the same time.
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
