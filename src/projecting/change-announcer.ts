import type { Log } from '../../projections/engine/applier.js';
import { followOnce, keepFollowing } from '../../projections/engine/follow-log.js';
import type { ReadModelProgress } from '../../projections/engine/read-model-progress.js';
import type { RecordedDomainEvent } from '../events/domain-event.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import type { EventStore } from '../event-store/event-store.js';
import { toDomainEvent } from '../events/upcasting.js';
import type { LiveUpdates } from '../live-updates/live-updates.js';

/** Milliseconds that one wait for the read models lasts before the next begins. A projector may be unavailable for long. */
const PATIENCE = 60_000;

export interface ChangeAnnouncerOptions {
  readonly eventStore: EventStore;
  readonly readModels: ReadModelProgress;
  readonly liveUpdates: LiveUpdates;
  readonly log: Log;
}

/** Announces every change to the browsers of this process once it can be read, whichever processes appended and projected it. */
export class ChangeAnnouncer {
  private readonly stopping = new AbortController();
  private position: bigint | undefined;
  private run: Promise<void> | undefined;

  constructor(private readonly options: ChangeAnnouncerOptions) {}

  /** Announces what is appended from now on; a page that is loaded shows what was before. */
  async start(): Promise<void> {
    const { eventStore, log } = this.options;
    const { signal } = this.stopping;
    this.position = await eventStore.head();
    const position = () => this.position;
    const reader = { eventStore, position, take: (events: readonly RecordedEvent[]) => this.take(events) };
    this.run = keepFollowing({ position, log }, signal, () => followOnce(reader, signal));
  }

  /** Resolves once the last wait for the read models has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.run;
  }

  private async take(events: readonly RecordedEvent[]): Promise<void> {
    const { readModels, liveUpdates } = this.options;
    const last = events.at(-1)!.position;
    let readable = false;
    while (liveUpdates.listened && !readable) {
      readable = await readModels.waitFor(last, PATIENCE);
      if (this.stopping.signal.aborted) return;
    }
    if (readable) liveUpdates.announce(events.flatMap(understood));
    this.position = last;
  }
}

/** None for an event that this code cannot read: the projector has parked it and logged that. */
const understood = (event: RecordedEvent): readonly RecordedDomainEvent[] => {
  try {
    return [toDomainEvent(event)];
  } catch {
    return [];
  }
};
