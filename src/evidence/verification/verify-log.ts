import type { RecordedEvent } from '../../events/recorded-event.js';
import { DamagedEvent, type EventStore } from '../../event-store/event-store.js';
import type { Checkpoints, KeptCheckpoint } from '../checkpoints/checkpoints.js';
import { brokenLink, firstDifference, type HashDifference } from '../faults/diagnosis.js';
import { diverged, openedOrFault } from '../faults/checkpoint-faults.js';
import { confirmedList } from '../faults/checkpoint-faults.js';
import { found, type FoundEvent, type LogFault } from '../faults/log-fault.js';
import { LogTree } from '../tree/log-tree.js';

type Log = Pick<EventStore, 'readAll'>;

export interface Verification {
  /** Number of valid events from the beginning of the log. */
  readonly events: number;
  readonly streams: number;
  /** Position of the last valid event; undefined for an empty log. */
  readonly position: bigint | undefined;
  /** Number of valid checkpoints. */
  readonly checkpoints: number;
  readonly latest: KeptCheckpoint | undefined;
  readonly fault: LogFault | undefined;
}

export interface VerifyOptions {
  readonly log: Log;
  readonly checkpoints: Checkpoints;
  readonly onProgress?: (position: bigint) => void;
}

/** The event at which a chain breaks, or which cannot be read. */
type Break = RecordedEvent | DamagedEvent;

/** Recomputes every hash and every checkpoint of the log, up to the first fault. It only reads. */
export const verifyLog = async ({ log, checkpoints, onProgress }: VerifyOptions): Promise<Verification> => {
  const tree = new LogTree();
  const kept: KeptCheckpoint[] = [];
  for (const size of await checkpoints.sizes()) {
    const opened = await openedOrFault(checkpoints, size);
    if ('kind' in opened) return verification(tree, [], opened);
    kept.push(opened);
  }
  const broken = await walk(log, tree, onProgress);
  const holding = kept.filter((checkpoint) => tree.extends(checkpoint));
  if (!broken && holding.length === kept.length) {
    const { fault } = await confirmedList(kept, checkpoints);
    return verification(tree, kept, fault);
  }
  return verification(tree, holding, await nameFault(log, tree, broken, { kept, holding, checkpoints }));
};

const verification = (
  tree: LogTree,
  holding: readonly KeptCheckpoint[],
  fault: LogFault | undefined,
): Verification => ({
  events: tree.size,
  streams: tree.chains.streams,
  position: tree.positionAt(tree.size),
  checkpoints: holding.length,
  latest: holding.at(-1),
  fault,
});

/** Adds the whole log to the tree, or stops at the first event that does not continue its chain. */
const walk = async (
  log: Log,
  tree: LogTree,
  onProgress: VerifyOptions['onProgress'],
): Promise<Break | undefined> => {
  try {
    for await (const events of log.readAll()) {
      for (const event of events) if (!tree.take(event)) return event;
      onProgress?.(events.at(-1)!.position);
    }
  } catch (error) {
    if (error instanceof DamagedEvent) return error;
    throw error;
  }
  return undefined;
};

interface Kept {
  readonly kept: readonly KeptCheckpoint[];
  readonly holding: readonly KeptCheckpoint[];
  readonly checkpoints: Checkpoints;
}

/**
 * Reads the log a second time to name the affected event. Of the faults that chains and lists reveal, it takes the
 * first in log order.
 */
const nameFault = async (
  log: Log,
  tree: LogTree,
  broken: Break | undefined,
  { kept, holding, checkpoints }: Kept,
): Promise<LogFault> => {
  const [{ events }, actual] = [await confirmedList(kept, checkpoints), await readForComparison(log, broken)];
  // After an event that cannot be read, no missing event can be proved.
  const comparable = broken instanceof DamagedEvent ? events.slice(0, actual.events.length) : events;
  const byList = firstDifference(comparable, actual.events);
  const byChain = broken && linkFault(tree, broken, actual.later);
  if (byList && (!byChain || byList.index <= byChain.index)) return byList.fault;
  if (byChain) return byChain.fault;
  return diverged(kept[holding.length]!, holding.at(-1)?.size ?? 0);
};

const linkFault = (tree: LogTree, broken: Break, later: readonly RecordedEvent[]): HashDifference => {
  const index = tree.size;
  if (!(broken instanceof DamagedEvent)) {
    return { index, fault: brokenLink(tree.chains.endOf(broken.stream), broken, later) };
  }
  const { stream, revision, position } = broken;
  return { index, fault: { kind: 'altered', stream, revision, position, by: 'chain' } };
};

/** The events of the log up to one that cannot be read, and the later events of the stream in which the chain breaks. */
const readForComparison = async (
  log: Log,
  broken: Break | undefined,
): Promise<{ readonly events: readonly FoundEvent[]; readonly later: readonly RecordedEvent[] }> => {
  const events: FoundEvent[] = [];
  const later: RecordedEvent[] = [];
  try {
    for await (const page of log.readAll()) {
      for (const event of page) {
        events.push(found(event));
        if (broken && event.stream === broken.stream && event.position > broken.position) later.push(event);
      }
    }
  } catch (error) {
    if (!(error instanceof DamagedEvent)) throw error;
  }
  return { events, later };
};
