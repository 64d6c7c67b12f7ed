import { CheckpointError, type Checkpoints, type KeptCheckpoint } from './checkpoints.js';
import type { ListedEvent, LogFault } from './log-fault.js';
import { leafData } from './log-tree.js';
import { MerkleTree } from './merkle-tree.js';

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
    const list = await listOrFault(checkpoints, size);
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

const listOrFault = async (
  checkpoints: Checkpoints,
  size: number,
): Promise<readonly ListedEvent[] | Extract<LogFault, { kind: 'checkpoint' }>> => {
  try {
    return await checkpoints.events(size);
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    return { kind: 'checkpoint', file: error.file, reason: error.reason };
  }
};
