import { nextTurn } from '../../basics/slices.js';
import { SerialQueue } from '../../basics/serial-queue.js';
import type { RecordedEvent } from '../../events/recorded-event.js';
import type { EventStore } from '../../event-store/event-store.js';
import { brokenLink } from '../faults/diagnosis.js';
import type { LogFault } from '../faults/log-fault.js';
import { LogTree } from '../tree/log-tree.js';

/** Events hashed in one go: requests are served in between. */
const PAGE_SIZE = 200;

export interface TreeReading {
  /** Every event up to the end of the log, or to the fault. It grows: keep the size that you go on from. */
  readonly tree: LogTree;
  /** Where a hash chain breaks. */
  readonly fault: LogFault | undefined;
}

/**
 * The tree of the log inside a running process: built on the first question, then only what is new is read. An event that is altered
 * after it was taken in is not seen here, and not attested either: the tree keeps what was recorded. `npm run verify` sees it.
 */
export class LiveTree {
  private readonly tree = new LogTree();
  private readonly queue = new SerialQueue();

  constructor(private readonly eventStore: Pick<EventStore, 'readAll' | 'readStream'>) {}

  /** Everything that was in the log at the call is in the tree. @throws EventStoreUnavailable */
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
    const stream = await this.eventStore.readStream(event.stream);
    const later = stream
      .filter(({ position }) => position > event.position)
      .sort((a, b) => (a.position < b.position ? -1 : 1));
    return brokenLink(this.tree.chains.endOf(event.stream), event, later);
  }
}
