import { CheckpointError, type Checkpoints, type KeptCheckpoint } from './checkpoints.js';
import type { LogFault } from './log-fault.js';
import type { LogTree } from './log-tree.js';

/** The checkpoint, or the fault of its file. */
export const openedOrFault = async (
  checkpoints: Checkpoints,
  size: number,
): Promise<KeptCheckpoint | LogFault> => {
  try {
    return await checkpoints.open(size);
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    return { kind: 'checkpoint', file: error.file, reason: error.reason };
  }
};

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
