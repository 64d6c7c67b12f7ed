import type { RecordedEvent } from '../../events/recorded-event.js';
import { appendSize, LARGEST_APPEND } from '../event-store.js';

/** Bytes of an append that is made of several of the source. */
const MOST_TOGETHER = LARGEST_APPEND / 2;
/** Appends, and bytes of them, that are sent before the first of them is acknowledged. */
const AHEAD = { appends: 64, bytes: 4 * LARGEST_APPEND };

/** Events of one stream that stand together in the source. */
export interface Run {
  readonly events: RecordedEvent[];
  bytes: number;
}

const join = (run: Run, more: Run): void => {
  run.events.push(...more.events);
  run.bytes += more.bytes;
};

/** The events of each command: an append of the source. It stays one append, which is never larger than a store accepts. */
export async function* commandsOf(source: AsyncIterable<RecordedEvent>): AsyncGenerator<Run> {
  let command: Run | undefined;
  for await (const event of source) {
    const next: Run = { events: [event], bytes: appendSize(event) };
    if (command && !(sameCommand(command.events[0]!, event) && fits(command, next, LARGEST_APPEND))) {
      yield command;
      command = undefined;
    }
    if (command) join(command, next);
    else command = next;
  }
  if (command) yield command;
}

const sameCommand = (one: RecordedEvent, other: RecordedEvent): boolean =>
  one.stream === other.stream && one.metadata['commandId'] === other.metadata['commandId'];

const fits = (run: Run, more: Run, most: number): boolean => run.bytes + more.bytes <= most;

/**
 * Groups of appends to send at once. Consecutive commands of one stream share an append: this needs fewer appends and
 * keeps the order over all streams.
 */
export async function* groupsOf(commands: AsyncIterable<Run>): AsyncGenerator<readonly Run[]> {
  let group: Run[] = [];
  let bytes = 0;
  for await (const command of commands) {
    const last = group.at(-1);
    const stream = command.events[0]!.stream;
    if (last?.events[0]!.stream === stream && fits(last, command, MOST_TOGETHER)) join(last, command);
    else {
      if (group.length === AHEAD.appends || (last && bytes + command.bytes > AHEAD.bytes)) {
        yield group;
        [group, bytes] = [[], 0];
      }
      group.push(command);
    }
    bytes += command.bytes;
  }
  if (group.length > 0) yield group;
}
