import type { RecordedEvent } from '../../../src/events/recorded-event.js';
import type { EventStore } from '../../../src/event-store/event-store.js';
import { Applier, type Log } from '../applier.js';
import { Builds } from '../build-progress.js';
import { collectionName } from '../collection-name.js';
import { replaceForeign, type ForeignRule } from '../foreign-read-models.js';
import { followOnce, keepFollowing, retryPauses } from '../follow-log.js';
import { Lease, leaseTimes, type LeaseTimes, type Term } from './lease.js';
import type { Leases } from './leases.js';
import type { Projection } from '../projection.js';
import type { ReadStore } from '../../read-store/read-store.js';
import { RebuildBeside } from './rebuild-beside.js';
import type { BackoffTimes } from '../../../src/basics/backoff.js';
import { SerialQueue } from '../../../src/basics/serial-queue.js';

interface ProjectorTimes {
  readonly lease: LeaseTimes;
  /** Between two attempts to win the lease and project. */
  readonly retry: BackoffTimes;
}

const projectorTimes: ProjectorTimes = { lease: leaseTimes, retry: retryPauses };

interface LeasedProjectorOptions extends ForeignRule {
  readonly eventStore: EventStore;
  readonly readStore: ReadStore;
  readonly leases: Leases;
  /** Unique among all processes that ever ran. */
  readonly holder: string;
  readonly log: Log;
  readonly builds: Builds;
  readonly times?: ProjectorTimes;
}

/**
 * Runs one projection whenever this process holds its lease. Each collection has its own lease: during a rollout the
 * old code continues its read models while the new code builds its own. Every failure ends the term: an abandoned write
 * may still reach the store and must find a later fence there.
 */
class LeasedProjector {
  readonly collection: string;
  private readonly lease: Lease;
  private readonly retry: BackoffTimes;
  private readonly stopping = new AbortController();
  private applier: Applier | undefined;
  private term: Term | undefined;
  private run: Promise<void> | undefined;

  constructor(
    readonly projection: Projection,
    private readonly options: LeasedProjectorOptions,
  ) {
    this.collection = collectionName(projection);
    const { leases, holder, times = projectorTimes } = options;
    this.retry = times.retry;
    this.lease = new Lease(leases, this.collection, holder, times.lease);
  }

  start(): void {
    const position = () => this.applier?.position;
    const { signal } = this.stopping;
    const { log } = this.options;
    this.run ??= keepFollowing({ position, log }, signal, () => this.compete(signal), this.retry);
  }

  /** Gives the lease back, if this process holds it. Another process takes over at once. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.run;
  }

  /** Whether this process projects. Otherwise it is standing by. */
  get atWork(): boolean {
    return this.term !== undefined;
  }

  private async compete(signal: AbortSignal): Promise<void> {
    const term = await this.lease.win(signal);
    if (term === undefined) return;
    this.term = term;
    this.log('info', 'lease won', term);
    try {
      await this.project(term, AbortSignal.any([signal, term.lost]));
    } finally {
      this.term = undefined;
      await term.end();
      this.log('info', 'lease given up', term);
    }
  }

  private async project({ fence }: Term, signal: AbortSignal): Promise<void> {
    const { eventStore, readStore, log, builds } = this.options;
    const applier = new Applier(readStore, [this.projection], log, { fence });
    const batches = new SerialQueue('stop');
    const rebuilds = new RebuildBeside(this.projection, applier, batches, { ...this.options, fence });
    await rebuilds.claim();
    await applier.open();
    const foreign = await applier.foreignTo(eventStore);
    await replaceForeign(foreign, { ...this.options, fence }, signal);
    if (foreign.length > 0) await applier.open();
    this.applier = applier;
    const build = builds.begin(this.collection);
    const take = async (events: readonly RecordedEvent[]) => {
      await batches.run(() => applier.apply(events));
      await build.took(events);
    };
    const reader = { eventStore, position: () => applier.position, take, caughtUp: () => build.end() };
    const ended = new AbortController();
    const both = AbortSignal.any([signal, ended.signal]);
    const end = () => {
      build.end();
      ended.abort();
    };
    await Promise.all([followOnce(reader, both).finally(end), rebuilds.serve(both).finally(end)]);
  }

  private log(level: Parameters<Log>[0], message: string, { fence }: Term): void {
    this.options.log(level, message, { collection: this.collection, fence });
  }
}

/** Competes for every read model of this code. The process that holds a read model's lease projects it. */
export class LeasedProjectors {
  readonly builds: Builds;
  private readonly projectors: readonly LeasedProjector[];

  constructor(projections: readonly Projection[], options: Omit<LeasedProjectorOptions, 'builds'>) {
    const builds = (this.builds = new Builds(options.eventStore, options.log));
    this.projectors = projections.map(
      (projection) => new LeasedProjector(projection, { ...options, builds }),
    );
  }

  start(): void {
    for (const projector of this.projectors) projector.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.projectors.map((projector) => projector.stop()));
  }

  /** By collection: whether this process projects it or is standing by. */
  get duties(): { readonly [collection: string]: 'at work' | 'standing by' } {
    return Object.fromEntries(
      this.projectors.map(({ collection, atWork }) => [collection, atWork ? 'at work' : 'standing by']),
    );
  }
}
