import { setImmediate } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { campaigns } from '../../projections/campaigns.js';
import { laoStatuses } from '../../projections/lao-statuses.js';
import type { Projection } from '../../projections/projection.js';
import { provinceStatuses } from '../../projections/province-statuses.js';
import type { ReadStore } from '../../projections/read-store/read-store.js';
import { Replay } from '../../projections/replay.js';
import { Directory } from '../directory/directory.js';
import { EventStore } from '../event-store/event-store.js';
import { milestoneOf, type Milestone } from './milestones.js';
import { Snapshots } from './snapshots.js';
import { Timeline } from './timeline.js';

/**
 * The nation's lists as they stood at any position. One walk along the log, begun in the background at start and resumed whenever the log
 * has grown, notes times and milestones and leaves a snapshot every so often; a question loads the nearest one and replays the rest.
 */
@Injectable()
export class NationalPast implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly timeline = new Timeline();
  readonly milestones: Milestone[] = [];
  private readonly projections: readonly Projection[];
  private readonly logger = new Logger(NationalPast.name);
  private walker: Replay | undefined;
  private sinceSnapshot = 0;
  private walk: Promise<void> | undefined;
  private stopping = false;
  /** Kept from the last question, so that a slider that moves on replays only the difference. */
  private looked: Replay | undefined;
  private lastAnswer: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly eventStore: EventStore,
    private readonly directory: Directory,
    private readonly snapshots: Snapshots,
  ) {
    this.projections = [laoStatuses(directory), provinceStatuses(directory), campaigns];
  }

  onApplicationBootstrap(): void {
    this.follow().catch((error: unknown) => {
      // Whoever asks begins it again, and is told what stands in the way.
      if (!this.stopping) this.logger.warn({ message: 'the walk along the log broke off', error });
    });
  }

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  /** Walks until the log's timeline reaches a position that is in the log. @throws EventStoreUnavailable */
  async reach(position: bigint): Promise<void> {
    while ((this.timeline.end ?? -1n) < position) await this.follow();
  }

  /**
   * Answers one question after the other, each from the lists as they stood at its position (inclusive).
   * @throws EventStoreUnavailable
   */
  at<T>(position: bigint, ask: (store: ReadStore) => Promise<T>): Promise<T> {
    const answer = this.lastAnswer.then(async () => ask(await this.movedTo(position)));
    this.lastAnswer = answer.catch(() => undefined); // it is the asker's, not the next one's
    return answer;
  }

  private async movedTo(position: bigint): Promise<ReadStore> {
    const replay = await this.nearest(position);
    this.looked = undefined; // half-way it stands at no position at all
    for await (const events of this.eventStore.readAll({ after: replay.position, upTo: position })) {
      await replay.apply(events);
      await setImmediate(); // others are served meanwhile
    }
    this.looked = replay;
    return replay.store;
  }

  private async nearest(position: bigint): Promise<Replay> {
    const snapshot = this.snapshots.nearest(position);
    const standing = this.looked?.position ?? -1n;
    if (this.looked && standing <= position && standing >= (snapshot?.position ?? -1n)) return this.looked;
    return snapshot ? Replay.from(snapshot.copy, this.projections) : Replay.begin(this.projections);
  }

  private follow(): Promise<void> {
    this.walk ??= this.walkToTheEnd().finally(() => {
      this.walk = undefined;
    });
    return this.walk;
  }

  private async walkToTheEnd(): Promise<void> {
    const walker = (this.walker ??= await Replay.begin(this.projections));
    for await (const events of this.eventStore.readAll({ after: walker.position })) {
      if (this.stopping) return;
      const readable = await walker.apply(events);
      this.timeline.note(events);
      for (const event of readable) {
        const milestone = milestoneOf(event, this.directory);
        if (milestone) this.milestones.push(milestone);
      }
      await this.leaveSnapshot(walker, events.length);
      await setImmediate();
    }
  }

  private async leaveSnapshot(walker: Replay, passed: number): Promise<void> {
    this.sinceSnapshot += passed;
    if (this.sinceSnapshot < this.snapshots.every) return;
    this.sinceSnapshot = 0;
    this.snapshots.keep(walker.position!, await walker.copy());
  }
}
