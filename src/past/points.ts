import { Injectable } from '@nestjs/common';
import { Clock } from '../basics/clock.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import { EventStore } from '../event-store/event-store.js';
import { problems } from '../problems/catalogue.js';
import { LogWalk } from './log-walk.js';
import type { Moment } from './moment.js';
import { timeOf, type Stretch } from './timeline.js';

/** A moment with its position in the log. */
export interface Point {
  /** The last event up to the moment; −1 before the first event. */
  readonly position: bigint;
  /** The requested instant; for a position, the instant of its event. ISO 8601 UTC. */
  readonly time: string;
}

/** The first later event is nearly always in the first stretch. */
const PAGE_SIZE = 250;
const BEFORE_EVERYTHING = new Date(0).toISOString();

/** Finds moments in the log, from the notes of the walk. */
@Injectable()
export class Points {
  constructor(
    private readonly eventStore: EventStore,
    private readonly clock: Clock,
    private readonly walk: LogWalk,
  ) {}

  /**
   * Finds the position of a moment (see timeline.ts). The log up to it is complete: no event can be added before it.
   * @throws Problem `moment-to-come` for an instant that has not passed, `unknown-position` behind the end of the log.
   */
  async find(moment: Moment): Promise<Point> {
    const head = await this.eventStore.head();
    const isInstant = moment.kind === 'instant';
    if (isInstant && moment.time > this.clock.now().toISOString()) throw problems.momentToCome(moment.time);
    if (!isInstant && moment.position > (head ?? -1n)) {
      throw problems.unknownPosition(moment.position.toString());
    }
    if (isInstant) {
      await this.walk.settle(head ?? -1n);
      return this.pointOfInstant(moment.time);
    }
    await this.walk.reach(moment.position);
    return this.pointOfPosition(moment.position);
  }

  private async pointOfInstant(time: string): Promise<Point> {
    const { timeline } = this.walk;
    const stretch = timeline.behind(time);
    if (!stretch) return { position: timeline.end ?? -1n, time };
    let position = stretch.after ?? -1n;
    for await (const events of this.eventStore.readAll({ after: stretch.after, pageSize: PAGE_SIZE })) {
      for (const event of events) {
        if (timeline.countsFrom(event) > time) return { position, time };
        position = event.position;
        if (position === timeline.end) return { position, time };
      }
    }
    return { position, time };
  }

  private async pointOfPosition(position: bigint): Promise<Point> {
    const stretch = this.walk.timeline.around(position);
    const events = stretch ? await this.eventsOf({ ...stretch, last: position }) : [];
    const last = events.at(-1);
    if (last) return { position, time: timeOf(last) };
    // Positions have gaps. In a gap, the result is the event before the stretch.
    return stretch?.after === undefined
      ? { position: -1n, time: BEFORE_EVERYTHING }
      : this.pointOfPosition(stretch.after);
  }

  private async eventsOf({ after, last }: Stretch): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const page of this.eventStore.readAll({ after, upTo: last })) events.push(...page);
    return events;
  }
}
