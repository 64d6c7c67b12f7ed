import type { RecordedEvent } from '../../events/recorded-event.js';
import { damageOf, type DamagedStream } from '../../event-store/damaged-stream.js';
import type { EventStore } from '../../event-store/event-store.js';
import type { Checkpoints, KeptCheckpoint } from '../checkpoints/checkpoints.js';
import { brokenLink, firstDifference, type HashDifference } from '../faults/diagnosis.js';
import { diverged, openedOrFault } from '../faults/checkpoint-faults.js';
import { confirmedList } from '../faults/checkpoint-faults.js';
import { forgedCertification } from '../faults/certification-faults.js';
import { damageFault, found, type FoundEvent, type LogFault } from '../faults/log-fault.js';
import { LogTree } from '../tree/log-tree.js';

type Log = Pick<EventStore, 'readAll' | 'readStream' | 'inspect'>;

/** A server signs within its first minutes. A log that spans more than this, in milliseconds, has lost its checkpoints. */
const LONGEST_UNATTESTED = 24 * 3600 * 1000;

/** Streams that are inspected at the same time. */
const AT_ONCE = 16;

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
  /** Every stream that cannot be read as decisions read it. */
  readonly damaged: readonly DamagedStream[];
}

export interface VerifyOptions {
  readonly log: Log;
  readonly checkpoints: Checkpoints;
  readonly onProgress?: (position: bigint) => void;
}

/**
 * Recomputes every hash, every checkpoint and every fingerprint of the log, up to the first fault, and reads each stream as decisions do. It only reads.
 */
export const verifyLog = async ({ log, checkpoints, onProgress }: VerifyOptions): Promise<Verification> => {
  const tree = new LogTree();
  const kept: KeptCheckpoint[] = [];
  for (const size of await checkpoints.sizes()) {
    const opened = await openedOrFault(checkpoints, size);
    if ('kind' in opened) return verification(tree, { holding: [], fault: opened, damaged: [] });
    kept.push(opened);
  }
  const { broken, streams, span } = await walk(log, tree, onProgress);
  const damaged = await damagedStreams(log, streams);
  const holding = kept.filter((checkpoint) => tree.extends(checkpoint));
  if (!broken && holding.length === kept.length) {
    const { fault } = await confirmedList(kept, checkpoints);
    const lost =
      kept.length === 0 && span > LONGEST_UNATTESTED ? withoutCheckpoints(checkpoints.folder) : undefined;
    const forged = fault ?? (await forgedCertification(log, streams)) ?? lost;
    return verification(tree, { holding: kept, fault: forged, damaged });
  }
  const fault = await nameFault(log, tree, broken, { kept, holding, checkpoints });
  return verification(tree, { holding, fault, damaged });
};

const withoutCheckpoints = (folder: string): LogFault => ({
  kind: 'checkpoint',
  file: folder,
  reason: 'it holds no checkpoint, and the log is more than a day old',
});

const verification = (
  tree: LogTree,
  {
    holding,
    fault,
    damaged,
  }: {
    readonly holding: readonly KeptCheckpoint[];
    readonly fault: LogFault | undefined;
    readonly damaged: readonly DamagedStream[];
  },
): Verification => ({
  events: tree.size,
  streams: tree.chains.streams,
  position: tree.positionAt(tree.size),
  checkpoints: holding.length,
  latest: holding.at(-1),
  fault: fault ?? (damaged[0] && damageFault(damaged[0])),
  damaged,
});

/** Adds the whole log to the tree, or stops at the first event that does not continue its chain. Notes the streams. */
const walk = async (
  log: Log,
  tree: LogTree,
  onProgress: VerifyOptions['onProgress'],
): Promise<{
  readonly broken: RecordedEvent | undefined;
  readonly streams: ReadonlySet<string>;
  /** Milliseconds between the earliest and the latest event. */
  readonly span: number;
}> => {
  const streams = new Set<string>();
  let broken: RecordedEvent | undefined;
  let [earliest, latest] = [Infinity, -Infinity];
  for await (const events of log.readAll()) {
    for (const event of events) {
      streams.add(event.stream);
      const { time: dated } = event.metadata;
      const time = typeof dated === 'string' ? Date.parse(dated) : NaN;
      if (time < earliest) earliest = time;
      if (time > latest) latest = time;
      if (!broken && !tree.take(event)) broken = event;
    }
    onProgress?.(events.at(-1)!.position);
  }
  return { broken, streams, span: latest - earliest };
};

const damagedStreams = async (log: Log, streams: ReadonlySet<string>): Promise<readonly DamagedStream[]> => {
  const left = [...streams];
  const damaged: DamagedStream[] = [];
  const inspect = async (): Promise<void> => {
    for (let stream = left.pop(); stream !== undefined; stream = left.pop()) {
      const damage = await log.inspect(stream);
      if (damage) damaged.push(damage);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, inspect));
  return damaged.sort((a, b) => (a.stream < b.stream ? -1 : 1));
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
  broken: RecordedEvent | undefined,
  { kept, holding, checkpoints }: Kept,
): Promise<LogFault> => {
  const [{ events }, actual] = [await confirmedList(kept, checkpoints), await readForComparison(log, broken)];
  // After an event that cannot be read, no missing event can be proved.
  const comparable = broken && damageOf(broken) ? events.slice(0, tree.size) : events;
  const byList = firstDifference(comparable, actual.events);
  const byChain = broken && linkFault(tree, broken, actual.later);
  if (byList && (!byChain || byList.index <= byChain.index)) return byList.fault;
  if (byChain) return byChain.fault;
  return diverged(kept[holding.length]!, holding.at(-1)?.size ?? 0);
};

const linkFault = (tree: LogTree, broken: RecordedEvent, later: readonly RecordedEvent[]): HashDifference => {
  return { index: tree.size, fault: brokenLink(tree.chains.endOf(broken.stream), broken, later) };
};

/** The events of the log, and the later events of the stream in which the chain breaks. */
const readForComparison = async (
  log: Log,
  broken: RecordedEvent | undefined,
): Promise<{ readonly events: readonly FoundEvent[]; readonly later: readonly RecordedEvent[] }> => {
  const events: FoundEvent[] = [];
  const later: RecordedEvent[] = [];
  for await (const page of log.readAll()) {
    for (const event of page) {
      events.push(found(event));
      if (broken && event.stream === broken.stream && event.position > broken.position) later.push(event);
    }
  }
  return { events, later };
};
