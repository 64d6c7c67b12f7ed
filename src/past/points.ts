import { Injectable } from '@nestjs/common';
import { endOfInstant, timeAt } from '../../projections/read-models/instants.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { Clock } from '../basics/clock.js';
import { EventStore } from '../event-store/event-store.js';
import { problems } from '../problems/catalogue.js';
import { ReadYourWrites } from '../projecting/read-your-writes.js';
import type { Moment } from './moment.js';

/** A moment with its position in the log. */
export interface Point {
  /** The last event up to the moment; −1 before the first event. */
  readonly position: bigint;
  /** The requested instant; for a position, the instant of its event. ISO 8601 UTC. */
  readonly time: string;
}

const BEFORE_EVERYTHING = new Date(0).toISOString();

/** Finds moments in the log. */
@Injectable()
export class Points {
  constructor(
    private readonly eventStore: EventStore,
    private readonly clock: Clock,
    private readonly store: ReadStore,
    private readonly readModels: ReadYourWrites,
  ) {}

  /**
   * The read models have every event up to the point, and the log up to it is complete: no event can be added before it.
   * @throws Problem `moment-to-come` for an instant that has not passed, `unknown-position` behind the end of the log,
   * `read-model-behind`.
   */
  async find(moment: Moment): Promise<Point> {
    const head = (await this.eventStore.head()) ?? -1n;
    if (moment.kind === 'instant') return this.atInstant(moment.time, head);
    const { position } = moment;
    if (position > head) throw problems.unknownPosition(position.toString());
    await this.readModels.reach(position);
    return { position, time: (await timeAt(this.store, position)) ?? BEFORE_EVERYTHING };
  }

  /**
   * An event that is dated later ends the instant. Without one, all events of now belong to it. Any event up to the end of the log may
   * show that an earlier one is misdated.
   */
  private async atInstant(time: string, head: bigint): Promise<Point> {
    if (time > this.clock.now().toISOString()) throw problems.momentToCome(time);
    await this.readModels.reach(head);
    return { position: (await endOfInstant(this.store, time)) ?? head, time };
  }
}
