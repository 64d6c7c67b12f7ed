import type { Clock } from '../../basics/clock.js';
import { SerialQueue } from '../../basics/serial-queue.js';
import type { EventStore } from '../../event-store/event-store.js';
import type { CheckpointKey } from '../checkpoints/checkpoint-key.js';
import type { Checkpoints, KeptCheckpoint } from '../checkpoints/checkpoints.js';
import { divergence, missingTail } from '../faults/checkpoint-faults.js';
import { forgedCertification } from '../faults/certification-faults.js';
import { faultWording } from '../faults/fault-wording.js';
import type { LiveTree } from './live-tree.js';
import type { ListedEvent } from '../checkpoints/checkpoints.js';
import { found, type LogFault } from '../faults/log-fault.js';

/** The log differs from what was recorded. A person must act; a new checkpoint would attest the altered log. */
export class LogTampered extends Error {
  override readonly name = 'LogTampered';
  constructor(readonly fault: LogFault) {
    super(faultWording(fault).en);
  }
}

export interface NotaryOptions {
  readonly eventStore: Pick<EventStore, 'readAll' | 'readStream'>;
  readonly liveTree: LiveTree;
  readonly checkpoints: Checkpoints;
  readonly key: CheckpointKey;
  readonly clock: Clock;
  /** Passes a new checkpoint on. It handles its own failures. */
  readonly announce: (note: string) => Promise<void>;
  /** Called for each fault that is found. It stops writing where the log can no longer be trusted. */
  readonly onFault: (fault: LogFault) => void;
}

/** Attests the log: it signs a checkpoint only after all earlier checkpoints still match the log. */
export class Notary {
  private readonly queue = new SerialQueue();
  private known: LogFault | undefined;
  private kept: KeptCheckpoint | undefined;

  constructor(private readonly options: NotaryOptions) {}

  /** The fault that was found, or undefined when the last attempt found none. */
  get fault(): LogFault | undefined {
    return this.known;
  }

  /** The checkpoint that the last attempt found or made. */
  get last(): KeptCheckpoint | undefined {
    return this.kept;
  }

  /**
   * A checkpoint of the whole log: a new one, or the last one when no event has come since; undefined for an empty log.
   * @throws LogTampered, and makes no checkpoint; EventStoreUnavailable
   */
  attest(): Promise<KeptCheckpoint | undefined> {
    return this.queue.run(() => this.attestNow());
  }

  /**
   * Whether the log still ends at, or goes on behind, the newest checkpoint. It reads one event, so a start need not wait for the whole log.
   */
  async examineTail(): Promise<LogFault | undefined> {
    return this.noted(await missingTail(this.options.eventStore, this.options.checkpoints));
  }

  /** Compares the whole log with its checkpoints. It signs nothing. */
  examine(): Promise<LogFault | undefined> {
    return this.queue.run(async () => {
      const { tree, fault } = await this.options.liveTree.upToDate();
      return this.noted(fault ?? (await divergence(tree, this.options.checkpoints)));
    });
  }

  /** A fault stays until a person has acted and the process starts again. */
  private noted(fault: LogFault | undefined): LogFault | undefined {
    if (!fault) return undefined;
    this.known = fault;
    this.options.onFault(fault);
    return fault;
  }

  private async attestNow(): Promise<KeptCheckpoint | undefined> {
    const { liveTree, checkpoints, key, clock, announce, eventStore } = this.options;
    const { tree, fault } = await liveTree.upToDate();
    const { size } = tree;
    const fromStart = fault ?? (await divergence(tree, checkpoints));
    // The tree does not notice that the log was cut while this process runs.
    const found = this.noted(fromStart ?? (await missingTail(eventStore, checkpoints)));
    if (found) throw new LogTampered(found);
    this.known = undefined;
    const last = (this.kept = await checkpoints.latest());
    const position = tree.positionAt(size);
    if (position === undefined || last?.size === size) return last;
    const time = clock.now().toISOString();
    const since = await this.between(last && tree.positionAt(last.size), position);
    const forged = this.noted(
      await forgedCertification(eventStore, new Set(since.map(({ stream }) => stream))),
    );
    if (forged) throw new LogTampered(forged);
    const checkpoint = { size, root: tree.merkle.root(size), time, position };
    const made = await checkpoints.keep(checkpoint, since, key.privateKey);
    this.kept = made;
    await announce(made.note);
    return made;
  }

  private async between(after: bigint | undefined, upTo: bigint): Promise<readonly ListedEvent[]> {
    const listed: ListedEvent[] = [];
    for await (const events of this.options.eventStore.readAll({ after, upTo })) {
      for (const event of events) listed.push(found(event));
    }
    return listed;
  }
}
