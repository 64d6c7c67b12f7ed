import { nextTurn } from '../basics/slices.js';
import { Injectable } from '@nestjs/common';
import type { ReadStore } from '../../projections/read-store/read-store.js';
import { nationalProjections } from '../../projections/read-models/index.js';
import { Replay } from '../../projections/replay/replay.js';
import { SerialQueue } from '../basics/serial-queue.js';
import { EventStore } from '../event-store/event-store.js';
import { listCampaigns } from '../../projections/read-models/campaigns.js';
import { listProvinceStatuses } from '../../projections/read-models/province-statuses.js';
import type { RecordedDomainEvent } from '../events/domain-event.js';
import { provinceStream } from '../events/streams.js';
import { toDomainEvent } from '../events/upcasting.js';
import { isDerivedRoster } from './known-at.js';
import { Snapshots } from './snapshots.js';

/** The national lists at any position: the nearest snapshot before it, plus a replay of the remaining events. */
@Injectable()
export class NationalPast {
  /** Kept from the last query, so that moving a slider forward replays only the difference. */
  private looked: Replay | undefined;
  private readonly questions = new SerialQueue();

  constructor(
    private readonly eventStore: EventStore,
    private readonly snapshots: Snapshots,
  ) {}

  /**
   * Answers queries one after another, each from the lists at its position (inclusive). The walk must have passed that position.
   * @throws EventStoreUnavailable
   */
  at<T>(position: bigint, ask: (store: ReadStore) => Promise<T>): Promise<T> {
    return this.questions.run(async () => ask(await this.movedTo(position)));
  }

  private async movedTo(position: bigint): Promise<ReadStore> {
    const replay = await this.nearest(position);
    this.looked = undefined; // during a replay it matches no position
    for await (const events of this.eventStore.readAll({ after: replay.position, upTo: position })) {
      await replay.apply(events);
      await nextTurn(); // lets other requests run
    }
    await replay.foresee(await this.derivedRosters(replay.store));
    this.looked = replay;
    return replay.store;
  }

  /** Rosters that an upgrade derived later for the rounds that exist at the position. They count from the opening. */
  private async derivedRosters(store: ReadStore): Promise<readonly RecordedDomainEvent[]> {
    const found: RecordedDomainEvent[] = [];
    for (const { fiscalYear, provinces } of await listCampaigns(store)) {
      const enrolled = await listProvinceStatuses(store, fiscalYear);
      const known = new Set(enrolled.map(({ provinceCode }) => provinceCode));
      for (const code of provinces.filter((each) => !known.has(each))) {
        const acts = await this.eventStore.readStream(provinceStream(fiscalYear, code));
        for (const event of acts.filter(isDerivedRoster)) found.push(toDomainEvent(event));
      }
    }
    return found;
  }

  private async nearest(position: bigint): Promise<Replay> {
    const { looked } = this;
    const standing = looked?.position ?? -1n;
    if (looked && standing <= position && standing >= this.snapshots.before(position)) return looked;
    const copy = await this.snapshots.nearest(position);
    return copy ? Replay.from(copy, nationalProjections) : Replay.begin(nationalProjections);
  }
}
