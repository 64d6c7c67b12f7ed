import { nextTurn } from '../../basics/slices.js';
import { SerialQueue } from '../../basics/serial-queue.js';
import type { RecordedEvent } from '../../events/recorded-event.js';
import type { EventStore } from '../../event-store/event-store.js';
import { DamagedStream } from '../../event-store/damaged-stream.js';
import { brokenLink } from '../faults/diagnosis.js';
import type { LogFault } from '../faults/log-fault.js';
import { LogTree } from '../tree/log-tree.js';

/** Events hashed in one step. Requests are served between the steps. */
const PAGE_SIZE = 200;

export interface TreeReading {
  /**
   * Every event up to the end of the log, or up to the fault. The tree grows later, so a caller keeps the size that it
   * works with.
   */
  readonly tree: LogTree;
  /** The place where a hash chain breaks. */
  readonly fault: LogFault | undefined;
}

/**
 * The Merkle tree of the log inside a running process. The first call builds it; later calls read only new events. It
 * does not notice when an event is altered afterwards, and does not attest the altered event either: the tree keeps the
 * recorded hash. `npm run verify` notices it.
 */
export class LiveTree {
  private readonly tree = new LogTree();
  private readonly queue = new SerialQueue();

  constructor(private readonly eventStore: Pick<EventStore, 'readAll' | 'readStream'>) {}

  /**
   * The tree with every event that the log holds at the call.
   * @throws EventStoreUnavailable
   */
  upToDate(): Promise<TreeReading> {
    return this.queue.run(() => this.readOn());
  }

  private async readOn(): Promise<TreeReading> {
    const { tree } = this;
    const after = tree.positionAt(tree.size);
    for await (const events of this.eventStore.readAll({ after, pageSize: PAGE_SIZE })) {
      const broken = events.find((event) => !tree.take(event));
      if (broken) return { tree, fault: await this.faultAt(broken) };
      await nextTurn();
    }
    return { tree, fault: undefined };
  }

  private async faultAt(event: RecordedEvent): Promise<LogFault> {
    const later = (await this.readable(event.stream))
      .filter(({ position }) => position > event.position)
      .sort((a, b) => (a.position < b.position ? -1 : 1));
    return brokenLink(this.tree.chains.endOf(event.stream), event, later);
  }

  /** None of a stream that can be read only in part: what comes behind the break says nothing then. */
  private async readable(stream: string): Promise<readonly RecordedEvent[]> {
    try {
      return await this.eventStore.readStream(stream);
    } catch (error) {
      if (error instanceof DamagedStream) return [];
      throw error;
    }
  }
}
