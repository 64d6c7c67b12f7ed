import type { Log } from '../../projections/engine/applier.js';
import { followOnce, keepFollowing } from '../../projections/engine/follow-log.js';
import type { ReadModels } from '../../projections/engine/read-models.js';
import type { RecordedDomainEvent } from '../events/domain-event.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import type { EventStore } from '../event-store/event-store.js';
import { toDomainEvent } from '../events/upcasting.js';
import type { LiveUpdates } from '../live-updates/live-updates.js';

/** How long one wait for the read models lasts before the next; a projector that is away is waited for. Milliseconds. */
const PATIENCE = 60_000;

export interface LogFollowerOptions {
  readonly eventStore: EventStore;
  readonly readModels: ReadModels;
  readonly liveUpdates: LiveUpdates;
  readonly log: Log;
}

/** Tells the browsers of this process of every change once it can be read, whichever process appended it and whichever projected it. */
export class LogFollower {
  private readonly stopping = new AbortController();
  private position: bigint | undefined;
  private run: Promise<void> | undefined;

  constructor(private readonly options: LogFollowerOptions) {}

  /** What happens from now on is told; whoever loads a page sees what was before. */
  async start(): Promise<void> {
    const { eventStore, log } = this.options;
    const { signal } = this.stopping;
    this.position = await eventStore.head();
    const position = () => this.position;
    const reader = { eventStore, position, take: (events: readonly RecordedEvent[]) => this.take(events) };
    this.run = keepFollowing({ position, log }, signal, () => followOnce(reader, signal));
  }

  /** Ends once nobody waits for the read models any more. */
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

/** What this code cannot read, the projector has parked and told an operator. */
const understood = (event: RecordedEvent): readonly RecordedDomainEvent[] => {
  try {
    return [toDomainEvent(event)];
  } catch {
    return [];
  }
};
