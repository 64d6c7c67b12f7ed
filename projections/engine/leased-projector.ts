import type { RecordedEvent } from '../../src/events/recorded-event.js';
import type { EventStore } from '../../src/event-store/event-store.js';
import { Applier, type Log } from './applier.js';
import type { Builds } from './builds.js';
import { collectionName } from './collection-name.js';
import { followOnce, keepFollowing } from './follow-log.js';
import { Lease, type Term } from './lease/lease.js';
import type { Leases } from './lease/leases.js';
import type { Projection } from './projection.js';
import type { ReadStore } from '../read-store/read-store.js';
import { RebuildBeside } from './rebuild-beside.js';
import { Turns } from '../../src/basics/turns.js';

export interface LeasedProjectorOptions {
  readonly eventStore: EventStore;
  readonly readStore: ReadStore;
  readonly leases: Leases;
  /** Unique among all processes that ever ran. */
  readonly holder: string;
  readonly log: Log;
  readonly builds: Builds;
}

/**
 * Runs one projection whenever this process holds its lease. A lease to a collection: while a new version is rolled out, the old code feeds its
 * read models to the end and the new code builds its own. Whatever fails ends the term, too: a write that was given up may still arrive at
 * the store, and then must find a later fence.
 */
export class LeasedProjector {
  readonly collection: string;
  private readonly lease: Lease;
  private readonly stopping = new AbortController();
  private applier: Applier | undefined;
  private term: Term | undefined;
  private run: Promise<void> | undefined;

  constructor(
    readonly projection: Projection,
    private readonly options: LeasedProjectorOptions,
  ) {
    this.collection = collectionName(projection);
    this.lease = new Lease(options.leases, this.collection, options.holder);
  }

  start(): void {
    const position = () => this.applier?.position;
    const { signal } = this.stopping;
    this.run ??= keepFollowing({ position, log: this.options.log }, signal, () => this.compete(signal));
  }

  /** Gives the lease back, if it is held: another process takes over at once. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.run;
  }

  /** Whether this process is the one that projects; else it stands by. */
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
    const turns = new Turns();
    const rebuilds = new RebuildBeside(this.projection, applier, turns, { ...this.options, fence });
    await rebuilds.claim();
    await applier.openOn(eventStore);
    this.applier = applier;
    const build = builds.begin(this.collection);
    const take = async (events: readonly RecordedEvent[]) => {
      await turns.take(() => applier.apply(events));
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
