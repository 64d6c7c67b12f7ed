import {
  CheckpointError,
  type Checkpoints,
  type KeptCheckpoint,
  type ListedEvent,
} from '../checkpoints/checkpoints.js';
import type { EventStore } from '../../event-store/event-store.js';
import { leafData, type LogTree } from '../tree/log-tree.js';
import { DamagedStream } from '../../event-store/damaged-stream.js';
import { MerkleTree } from '../tree/merkle-tree.js';
import { linkOf, type LogFault } from './log-fault.js';

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

/**
 * Whether the last event that the newest checkpoint attests is missing, or is another one now. A log that was cut lacks it.
 * Undefined without a checkpoint.
 */
export const missingTail = async (
  log: Pick<EventStore, 'readStream'>,
  checkpoints: Checkpoints,
): Promise<LogFault | undefined> => {
  const size = (await checkpoints.sizes()).at(-1);
  if (size === undefined) return undefined;
  const checkpoint = await openedOrFault(checkpoints, size);
  if ('kind' in checkpoint) return checkpoint;
  const list = await orFault(checkpoints.events(size));
  if ('kind' in list) return list;
  const last = list.at(-1);
  if (!last) return undefined;
  const { stream, revision, hash } = last;
  const [event] = await readable(log, stream, revision);
  if (event && linkOf(event) === hash) return undefined;
  const kind = event ? 'altered' : 'missing';
  return { kind, stream, revision, position: event?.position, by: 'checkpoint' };
};

/** Nothing of a stream that cannot be read. */
const readable = async (log: Pick<EventStore, 'readStream'>, stream: string, revision: bigint) => {
  try {
    return await log.readStream(stream, { from: revision, to: revision });
  } catch (error) {
    if (error instanceof DamagedStream) return [];
    throw error;
  }
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
