import type { RecordedEvent } from '../events/recorded-event.js';

/** A stretch of the log: after `after`, up to and including `last`. */
export interface Stretch {
  readonly after: bigint | undefined;
  readonly last: bigint;
}

/** A stretch with the latest time of all events up to its last event, including earlier stretches. */
export interface Mark extends Stretch {
  readonly latest: string;
}

const EVENTS_A_STRETCH = 250;

/** The instant of the decision, from the event. Empty for an unreadable record, which then belongs to the events before it. */
export const timeOf = ({ metadata }: RecordedEvent): string =>
  typeof metadata['time'] === 'string' ? metadata['time'] : '';

/**
 * Finds the position of an instant. The events of an instant are the longest prefix of the log with no event dated after it.
 *
 * The reason: users always saw a prefix of the log. An event is dated before it is visible, so no event dated after
 * an instant was visible at that instant. Clocks of two processes differ, and a clock may be set back. An event may then follow
 * a later-dated event; it belongs to that later instant. An answer for a past instant therefore never changes as the log grows.
 * Events of exactly the same instant belong to it.
 */
export class Timeline {
  private readonly marks: Mark[] = [];
  /** The number of events that still fit in the last stretch. */
  private room = 0;
  private handedOut = 0;

  /** Notes events in log order, directly after those noted before. */
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

  /** Ends the last stretch. @returns all stretches since the last call, as input for `resume`. */
  cut(): readonly Mark[] {
    const marks = this.marks.slice(this.handedOut);
    this.handedOut = this.marks.length;
    this.room = 0;
    return marks;
  }

  /** Continues after the notes of another timeline of the same log. */
  resume(marks: readonly Mark[]): void {
    for (const mark of marks) this.marks.push(mark);
    this.handedOut = this.marks.length;
    this.room = 0;
  }

  /** The stretch with the first event that is dated after the instant; undefined if there is none. */
  behind(time: string): Stretch | undefined {
    return this.first((mark) => mark.latest > time);
  }

  /** The stretch in which a position lies; undefined after the last noted event. */
  around(position: bigint): Stretch | undefined {
    return this.first((mark) => mark.last >= position);
  }

  /** The last noted event. */
  get end(): bigint | undefined {
    return this.marks.at(-1)?.last;
  }

  /** Uses bisection: both `latest` and `last` only grow. */
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
