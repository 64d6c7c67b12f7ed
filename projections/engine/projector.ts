import type { RecordedDomainEvent } from '../../src/events/domain-event.js';
import type { RecordedEvent } from '../../src/events/recorded-event.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import { Applier, type Log } from './applier.js';
import { Builds, type Build } from './build-progress.js';
import { finishSwitch } from './build-beside.js';
import { replaceForeign, type ForeignRule } from './foreign-read-models.js';
import { followOnce, keepFollowing, type LogConsumer } from './follow-log.js';
import type { Projection } from './projection.js';
import { PositionWaiters } from './position-waiters.js';
import { ReadModelProgress, statusOf, type ProjectionStatus } from './read-model-progress.js';
import { rebuildRequests } from './rebuild-request.js';
import { Overlap } from './overlap.js';
import type { ReadStore } from '../read-store/read-store.js';

export interface ProjectorOptions extends ForeignRule {
  readonly eventStore: EventStore;
  readonly readStore: ReadStore;
  readonly projections: readonly Projection[];
  readonly log?: Log;
  /** Gets each batch after the read models have it, for live updates. */
  readonly onApplied?: (events: readonly RecordedDomainEvent[]) => void;
}

const quiet: Log = () => undefined;

/**
 * Runs every projection from one subscription, in a deployment of one process. It catches up from the smallest
 * checkpoint, then stays live, and subscribes again after every drop.
 */
export class Projector extends ReadModelProgress {
  private readonly applier: Applier;
  private readonly log: Log;
  private readonly waiters = new PositionWaiters();
  private readonly stopping = new AbortController();
  private readonly live = Promise.withResolvers<void>();
  private overlap: Overlap;
  private isLive = false;
  private readonly builds: Builds;
  private readonly build: Build;
  private readonly reader: LogConsumer;
  private run: Promise<void> | undefined;

  constructor(private readonly options: ProjectorOptions) {
    super();
    this.log = options.log ?? quiet;
    this.overlap = new Overlap(options.readStore);
    this.applier = new Applier(options.readStore, options.projections, this.log);
    this.builds = new Builds(options.eventStore, this.log);
    this.build = this.builds.begin('all');
    this.reader = {
      eventStore: options.eventStore,
      position: () => this.applier.position,
      take: (events) => this.take(events),
      caughtUp: async () => {
        await this.overlap.finish();
        this.isLive = true;
        this.build.end();
        this.live.resolve();
      },
    };
  }

  /**
   * Resolves when the checkpoints are read. The events follow. Read models of another log are built anew before.
   * @throws ReadStoreUnavailable for those, if they may not be built anew
   */
  async start(): Promise<void> {
    const { reader, log, builds, applier, options } = this;
    const { readStore, eventStore, projections } = options;
    const { signal } = this.stopping;
    await readStore.prepare({ name: rebuildRequests, indexes: [] });
    for (const projection of projections) await finishSwitch({ readStore }, projection);
    await applier.open();
    const foreign = await applier.foreignTo(eventStore);
    await replaceForeign(foreign, { ...options, log, builds }, signal);
    if (foreign.length > 0) await applier.open();
    this.run ??= keepFollowing({ position: reader.position, log }, signal, () => this.follow(signal));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.run;
    this.waiters.giveUp();
  }

  /** Resolves when the read models have reached the end of the log for the first time. */
  caughtUp(): Promise<void> {
    return this.live.promise;
  }

  /** Every read model has every event up to here. */
  get position(): bigint | undefined {
    return this.applier.position;
  }

  override async waitFor(position: bigint, timeoutMs: number): Promise<boolean> {
    const applied = this.applier.position;
    if (applied !== undefined && applied >= position) return true;
    return this.waiters.wait(position, timeoutMs);
  }

  override async status(): Promise<readonly ProjectionStatus[]> {
    const head = await this.options.eventStore.head();
    return this.applier.states.map((state) => statusOf(state.projection, head, state));
  }

  private async follow(signal: AbortSignal): Promise<void> {
    this.overlap = new Overlap(this.options.readStore);
    this.isLive = false;
    await followOnce(this.reader, signal);
    await this.overlap.finish();
  }

  /** On the way to the end of the log the next batches are projected while this one is written. */
  private async take(recorded: readonly RecordedEvent[]): Promise<void> {
    await this.overlap.begin(() => this.bring(recorded));
    if (this.isLive) await this.overlap.finish();
  }

  private async bring(recorded: readonly RecordedEvent[]): Promise<void> {
    const events = await this.applier.apply(recorded);
    await this.build.took(recorded);
    this.waiters.passed(this.applier.position);
    this.announce(events);
  }

  /** A listener's error must not stop the read models. */
  private announce(events: readonly RecordedDomainEvent[]): void {
    if (events.length === 0) return;
    try {
      this.options.onApplied?.(events);
    } catch (error) {
      this.log('error', 'live updates failed', { error });
    }
  }
}
