import { nextTurn } from '../basics/slices.js';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { nationalProjections } from '../../projections/read-models/index.js';
import { Replay } from '../../projections/replay/replay.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import { EventStore } from '../event-store/event-store.js';
import type { RecordedDomainEvent } from '../events/domain-event.js';
import { milestoneOf, type Milestone } from './milestones.js';
import { lastEvent, Snapshots } from './snapshots.js';
import { Timeline } from './timeline.js';

/**
 * Reads the log once, in order. It starts in the background at the last snapshot and continues when the log has grown.
 * It notes times and milestones, and saves a snapshot at intervals.
 */
@Injectable()
export class LogWalk implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly timeline = new Timeline();
  readonly milestones: Milestone[] = [];
  private readonly logger = new Logger(LogWalk.name);
  private walker: Replay | undefined;
  private walk: Promise<void> | undefined;
  private step = Promise.withResolvers<void>();
  private stopping = false;
  private lastSnapshot: { readonly position: bigint | undefined; readonly milestones: number } = {
    position: undefined,
    milestones: 0,
  };
  private sinceSnapshot = 0;

  constructor(
    private readonly eventStore: EventStore,
    private readonly snapshots: Snapshots,
  ) {}

  onApplicationBootstrap(): void {
    this.follow().catch((error: unknown) => {
      // The next request starts the walk again and gets the error.
      if (!this.stopping) this.logger.warn({ message: 'the walk along the log broke off', error });
    });
  }

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  /** Waits until the walk has passed a position that is in the log. @throws EventStoreUnavailable */
  reach(position: bigint): Promise<void> {
    return this.until(() => this.hasPassed(position));
  }

  /**
   * Waits until it is certain which events belong to a past instant: any event up to the given end may show that an earlier one is
   * misdated.
   * @throws EventStoreUnavailable
   */
  settle(end: bigint): Promise<void> {
    return this.until(() => this.hasPassed(end));
  }

  private hasPassed(position: bigint): boolean {
    return (this.timeline.end ?? -1n) >= position;
  }

  /** A caller waits only until its condition is met, not until the walk ends. */
  private async until(enough: () => boolean): Promise<void> {
    while (!enough()) await Promise.race([this.follow(), this.step.promise]);
  }

  private follow(): Promise<void> {
    this.walk ??= this.walkToTheEnd().finally(() => {
      this.walk = undefined;
    });
    return this.walk;
  }

  private async walkToTheEnd(): Promise<void> {
    const walker = (this.walker ??= await this.setOut());
    for await (const events of this.eventStore.readAll({ after: walker.position })) {
      if (this.stopping) return;
      const readable = await walker.apply(events);
      this.timeline.note(events);
      for (const event of readable) this.mark(event);
      await this.leaveSnapshot(walker, events);
      this.step.resolve();
      this.step = Promise.withResolvers();
      await nextTurn(); // lets other requests run
    }
  }

  /** An opening or widening is shown at its last enrolment. Before that, the round does not yet ask all its LAOs. */
  private mark(event: RecordedDomainEvent): void {
    const milestone = milestoneOf(event);
    if (milestone) this.milestones.push(milestone);
    if (event.type !== 'ProvinceEnrolled') return;
    const last = this.milestones.at(-1);
    if (last?.type !== 'CampaignOpened' && last?.type !== 'CampaignWidened') return;
    if (last.fiscalYear !== event.subject.fiscalYear) return;
    this.milestones[this.milestones.length - 1] = {
      ...last,
      position: event.position,
      at: event.metadata.time,
    };
  }

  /** Starts at the last snapshot of the previous walk, with everything noted up to it. */
  private async setOut(): Promise<Replay> {
    const snapshots = await this.snapshots.open(this.eventStore);
    const last = snapshots.at(-1);
    if (!last) return Replay.begin(nationalProjections);
    const walker = await Replay.from(last.copy, nationalProjections);
    for (const { marks, milestones } of snapshots) {
      this.timeline.resume(marks);
      for (const milestone of milestones) this.milestones.push(milestone);
    }
    this.lastSnapshot = { position: last.last.position, milestones: this.milestones.length };
    return walker;
  }

  private async leaveSnapshot(walker: Replay, passed: readonly RecordedEvent[]): Promise<void> {
    this.sinceSnapshot += passed.length;
    if (this.sinceSnapshot < this.snapshots.every || this.timeline.hasMisdated) return;
    this.sinceSnapshot = 0;
    const last = lastEvent(passed.at(-1)!);
    await this.snapshots.keep({
      after: this.lastSnapshot.position,
      last,
      marks: this.timeline.cut(),
      milestones: this.milestones.slice(this.lastSnapshot.milestones),
      copy: await walker.copy(),
    });
    this.lastSnapshot = { position: last.position, milestones: this.milestones.length };
  }
}
