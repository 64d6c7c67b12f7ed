import type { RecordedEvent } from '../../src/events/recorded-event.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import type { Log } from './applier.js';

/** Milliseconds between two reads of the log's end, and between two log lines. */
const INTERVAL = 5_000;

/** A read model that has not reached the end of the log. */
export interface BuildState {
  readonly collection: string;
  /** Percentage of the log's positions, 0 to 100. */
  readonly percent: number;
  readonly eventsPerSecond: number;
  /** Null until there are figures for an estimate. */
  readonly secondsLeft: number | null;
}

/** The read models that this process is building, for its log and its metrics. */
export class Builds {
  private readonly building = new Set<Build>();

  constructor(
    private readonly eventStore: Pick<EventStore, 'head'>,
    private readonly log: Log,
  ) {}

  begin(collection: string): Build {
    const build = new Build(collection, this.eventStore, this.log, () => this.building.delete(build));
    this.building.add(build);
    return build;
  }

  get states(): readonly BuildState[] {
    return [...this.building].map(({ state }) => state);
  }
}

export class Build {
  private readonly startedAt = performance.now();
  private startedFrom: bigint | undefined;
  private position = 0n;
  private head = 0n;
  private lookedAt: number | undefined;
  private events = 0;
  private isEnded = false;

  constructor(
    private readonly collection: string,
    private readonly eventStore: Pick<EventStore, 'head'>,
    private readonly log: Log,
    private readonly ended: () => void,
  ) {}

  async took(events: readonly RecordedEvent[]): Promise<void> {
    this.startedFrom ??= (events[0]?.position ?? 0n) - 1n;
    this.events += events.length;
    this.position = events.at(-1)?.position ?? this.position;
    const { lookedAt } = this;
    if (this.isEnded || (lookedAt !== undefined && performance.now() - lookedAt < INTERVAL)) return;
    this.lookedAt = performance.now();
    this.head = (await this.eventStore.head()) ?? 0n;
    // A build that ends before the second read gets no line.
    if (lookedAt !== undefined) this.log('info', 'building a read model', { ...this.state });
  }

  /** The build has caught up or was given up. A second call changes nothing. */
  end(): void {
    this.isEnded = true;
    this.ended();
  }

  get state(): BuildState {
    const { collection, head, position, startedFrom = 0n } = this;
    const seconds = (performance.now() - this.startedAt) / 1000;
    const done = Number(position - startedFrom);
    const left = Math.max(0, Number(head - position));
    return {
      collection,
      percent: head > 0n ? Math.min(100, Number((position * 100n) / head)) : 0,
      eventsPerSecond: Math.round(this.events / Math.max(seconds, 0.001)),
      secondsLeft: done > 0 ? Math.round((seconds * left) / done) : null,
    };
  }
}
