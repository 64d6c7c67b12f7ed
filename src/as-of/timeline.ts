import type { RecordedEvent } from '../event-store/event-store.js';
import type { EventMetadata } from '../event-store/metadata.js';

/** A stretch of the log: behind `after`, up to `last`. */
export interface Stretch {
  readonly after: bigint | undefined;
  readonly last: bigint;
}

interface Mark extends Stretch {
  last: bigint;
  /** The latest time of any event up to `last`, those of earlier stretches included. */
  latest: string;
  events: number;
}

const EVENTS_A_STRETCH = 250;

/** The instant of the decision, as the event says. */
export const timeOf = (event: RecordedEvent): string => (event.metadata as unknown as EventMetadata).time;

/**
 * Where in the log an instant lies. The events of an instant are the longest beginning of the log in which no event is dated after it.
 *
 * Why so: the log's order is the truth, and what was shown was always a beginning of it; an event is dated before it can be seen, so
 * nothing dated after an instant was shown at it. Clocks of two processes differ, and one may be set back: then an event stands behind
 * one that is dated later, and it belongs to that later instant. An answer for a past instant therefore never changes as the log grows.
 * Events of the very same instant belong to it.
 */
export class Timeline {
  private readonly marks: Mark[] = [];

  /** Events in log order, directly behind those noted before. */
  note(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      const time = timeOf(event);
      const current = this.marks.at(-1);
      const latest = current && current.latest > time ? current.latest : time;
      if (current && current.events < EVENTS_A_STRETCH) {
        current.last = event.position;
        current.latest = latest;
        current.events += 1;
      } else {
        this.marks.push({ after: current?.last, last: event.position, latest, events: 1 });
      }
    }
  }

  /** The stretch with the first event that is dated after the instant; undefined when no event is. */
  behind(time: string): Stretch | undefined {
    return this.first((mark) => mark.latest > time);
  }

  /** The stretch in which a position lies; undefined behind the last event noted. */
  around(position: bigint): Stretch | undefined {
    return this.first((mark) => mark.last >= position);
  }

  /** The last event noted. */
  get end(): bigint | undefined {
    return this.marks.at(-1)?.last;
  }

  /** By bisection: both `latest` and `last` only grow. */
  private first(holds: (mark: Mark) => boolean): Stretch | undefined {
    let [from, to] = [0, this.marks.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (holds(this.marks[middle]!)) to = middle;
      else from = middle + 1;
    }
    return this.marks[from];
  }
}
