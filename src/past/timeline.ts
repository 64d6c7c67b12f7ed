import { CLOCK_TOLERANCE } from '../event-store/clock-guard.js';
import type { RecordedEvent } from '../events/recorded-event.js';

/** A stretch of the log: after `after`, up to and including `last`. */
export interface Stretch {
  readonly after: bigint | undefined;
  readonly last: bigint;
}

/** A stretch with a time that no event up to its last one is dated after, including earlier stretches. */
export interface Mark extends Stretch {
  readonly latest: string;
}

const EVENTS_A_STRETCH = 250;

/** Events up to `last` that are dated after `ceiling` were recorded by a clock that ran ahead. They count from `as`. */
interface Misdated {
  readonly last: bigint;
  readonly ceiling: string;
  readonly as: string;
}

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
 *
 * A clock that runs ahead would hide all later events until its time has come. So an event is misdated if a later one is dated more than
 * CLOCK_TOLERANCE before it. It counts from the time of that later event. This changes no answer: before the later event was recorded,
 * no instant from its time on could be asked about.
 */
export class Timeline {
  private readonly marks: Mark[] = [];
  private readonly misdated: Misdated[] = [];
  /** The number of events that still fit in the last stretch. */
  private room = 0;
  private handedOut = 0;

  /** Notes events in log order, directly after those noted before. */
  note(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      const time = timeOf(event);
      if (time !== '') this.redate(time);
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

  /** The instant from which an event counts. */
  countsFrom(event: RecordedEvent): string {
    const dated = timeOf(event);
    return this.misdated.reduce(
      (time, { last, ceiling, as }) => (event.position <= last && dated > ceiling && as < time ? as : time),
      dated,
    );
  }

  /** Whether a clock ran ahead. The stretches alone do not say which events are misdated, so they are not kept then. */
  get hasMisdated(): boolean {
    return this.misdated.length > 0;
  }

  /** Judges the noted events by the time of the next one. */
  private redate(time: string): void {
    const latest = this.marks.at(-1)?.latest ?? '';
    if (latest <= time) return;
    const ceiling = new Date(Date.parse(time) + CLOCK_TOLERANCE).toISOString();
    if (latest <= ceiling) return;
    this.misdated.push({ last: this.marks.at(-1)!.last, ceiling, as: time });
    for (
      let index = this.marks.length - 1;
      this.marks[index] && this.marks[index]!.latest > ceiling;
      index -= 1
    ) {
      this.marks[index] = { ...this.marks[index]!, latest: ceiling };
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

  /** The first stretch that may have an event after the instant; undefined if no event is after it. */
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
