import type { RecordedEvent } from '../../events/recorded-event.js';
import type { EventStore } from '../../event-store/event-store.js';
import { CheckpointError, type Checkpoints, type KeptCheckpoint } from '../checkpoints/checkpoints.js';
import { divergence } from '../faults/checkpoint-faults.js';
import { checkpointView, faultView, type VerificationView } from './evidence-views.js';
import type { LiveTree } from '../signing/live-tree.js';
import { damageFault, linkOf, type LogFault } from '../faults/log-fault.js';
import type { LogTree } from '../tree/log-tree.js';
import { inclusionView } from './proofs.js';
import { knownOf, streamFault } from '../faults/diagnosis.js';

/** Proves that nothing in one stream was altered, as the store holds it now. */
export class StreamVerifier {
  constructor(
    private readonly eventStore: EventStore,
    private readonly liveTree: LiveTree,
    private readonly checkpoints: Checkpoints,
  ) {}

  /**
   * A fault of the log is the answer, not an error.
   * @throws EventStoreUnavailable
   */
  async verify(stream: string): Promise<VerificationView> {
    // Read the tree first: every event in it must be in the stream. The stream may have newer events.
    const { tree } = await this.liveTree.upToDate();
    const known = knownOf(tree, stream);
    const damage = await this.eventStore.inspect(stream);
    const events = damage ? [] : inLogOrder(await this.eventStore.readStream(stream));
    const { checkpoint, fault: checkpointFault } = await this.latest(tree);
    const fault = damage ? damageFault(damage) : (streamFault(stream, events, known) ?? checkpointFault);
    const attested = events.filter(
      ({ position }) => checkpoint && (tree.indexOf(position) ?? checkpoint.size) < checkpoint.size,
    );
    const [end, last] = [events.at(-1), attested.at(-1)];
    return {
      stream,
      intact: fault === undefined,
      fault: fault ? faultView(fault) : null,
      events: events.length,
      hash: end ? linkOf(end) : null,
      checkpoint: checkpoint ? checkpointView(checkpoint) : null,
      attested: attested.length,
      inclusion:
        last && checkpoint ? inclusionView(tree, tree.indexOf(last.position)!, checkpoint.size) : null,
    };
  }

  /** The latest checkpoint if it still matches the log, or the fault. */
  private async latest(
    tree: LogTree,
  ): Promise<{ readonly checkpoint?: KeptCheckpoint | undefined; readonly fault?: LogFault | undefined }> {
    try {
      const checkpoint = await this.checkpoints.latest();
      if (!checkpoint || tree.extends(checkpoint)) return { checkpoint };
      return { fault: await divergence(tree, this.checkpoints) };
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      return { fault: { kind: 'checkpoint', file: error.file, reason: error.reason } };
    }
  }
}

const inLogOrder = (events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  events.toSorted((a, b) => (a.position < b.position ? -1 : 1));
