import type { RecordedEvent } from '../events/recorded-event.js';

/** A stretch of the log: behind `after`, up to `last`. */
export interface Stretch {
  readonly after: bigint | undefined;
  readonly last: bigint;
}

/** A stretch with the latest time of any event up to its last, those of earlier stretches included. */
export interface Mark extends Stretch {
  readonly latest: string;
}

const EVENTS_A_STRETCH = 250;

/** The instant of the decision, as the event says; empty for a record that cannot be read, which counts to the events before it. */
export const timeOf = ({ metadata }: RecordedEvent): string =>
  typeof metadata['time'] === 'string' ? metadata['time'] : '';

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
  /** How many events the last stretch still takes. */
  private room = 0;
  private handedOut = 0;

  /** Events in log order, directly behind those noted before. */
  note(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      const time = timeOf(event);
      const current = this.marks.at(-1);
      const latest = current && current.latest > time ? current.latest : time;
      const last = event.position;
      if (current && this.room > 0) {
        this.marks[this.marks.length - 1] = { after: current.after, last, latest };
        this.room -= 1;
      } else {
        this.marks.push({ after: current?.last, last, latest });
        this.room = EVENTS_A_STRETCH - 1;
      }
    }
  }

  /** Ends the last stretch. @returns all that were noted since this was last asked: what `resume` takes. */
  cut(): readonly Mark[] {
    const marks = this.marks.slice(this.handedOut);
    this.handedOut = this.marks.length;
    this.room = 0;
    return marks;
  }

  /** Goes on behind what another timeline noted of the same log. */
  resume(marks: readonly Mark[]): void {
    for (const mark of marks) this.marks.push(mark);
    this.handedOut = this.marks.length;
    this.room = 0;
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
