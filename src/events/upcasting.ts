import type { RecordedEvent } from './recorded-event.js';
import {
  isIn,
  type Category,
  type EventType,
  type RecordedDomainEvent,
  type RecordedIn,
} from './domain-event.js';
import { eventTypes } from './event-types.js';
import { metadataOf } from './metadata.js';
import { parseStream } from './streams.js';

type Data = Record<string, unknown>;

/** `steps.AnswerRecorded[1]` lifts version 1 to version 2. Old bytes in the log are never touched. */
export type UpcastingSteps = {
  readonly [type in EventType]?: { readonly [from: number]: (data: Data) => Data };
};

const currentSteps: UpcastingSteps = {
  // Since version 2 an event of its own enrols each province of the round. The version says whether to expect one.
  CampaignOpened: { 1: (data) => data },
  // Before version 2 an LAO said nothing about objections that it did not correct.
  LaoCertified: { 1: (data) => ({ ...data, notes: [] }) },
  // Version 1 of a return names no rows: it refers to the survey as a whole.
  LaoReturned: { 1: (data) => ({ ...data, rows: [] }) },
};

/** This version of the system cannot read the event: an unknown type, stream or shape. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  readonly stream: string;
  readonly revision: bigint;
  constructor(message: string, { stream, revision }: RecordedEvent) {
    super(message);
    this.stream = stream;
    this.revision = revision;
  }
}

/** The known event types: see `event-types.ts`. */
export type KnownEventTypes = {
  readonly [type: string]: { readonly category: string; readonly version: number };
};

/**
 * Lifts a recorded event to today's shape.
 * @throws UnreadableEvent for a stream, a type or a version that this code does not know (a newer system wrote it), and for an event in a
 * stream of another category.
 */
export const toDomainEvent = (
  event: RecordedEvent,
  steps: UpcastingSteps = currentSteps,
  known: KnownEventTypes = eventTypes,
): RecordedDomainEvent => {
  const subject = parseStream(event.stream);
  if (!subject) throw new UnreadableEvent(`stream ${event.stream} is not one of the survey's`, event);
  const current = Object.hasOwn(known, event.type) ? known[event.type] : undefined;
  const metadata = metadataOf(event);
  if (current === undefined) throw new UnreadableEvent(`unknown event type ${event.type}`, event);
  if (current.category !== subject.category) {
    throw new UnreadableEvent(`${event.type} in stream ${event.stream}`, event);
  }
  if (!(metadata.schemaVersion <= current.version)) {
    throw new UnreadableEvent(
      `${event.type} has version ${metadata.schemaVersion}, known up to ${current.version}`,
      event,
    );
  }
  let data = event.data as Data;
  for (let version = metadata.schemaVersion; version < current.version; version += 1) {
    const step = steps[event.type as EventType]?.[version];
    if (!step) throw new UnreadableEvent(`no upcaster for ${event.type} from version ${version}`, event);
    data = step(data);
  }
  const { id, stream, revision, position } = event;
  return {
    id,
    stream,
    subject,
    revision,
    position,
    metadata,
    type: event.type,
    data,
  } as RecordedDomainEvent;
};

/** The same for an event of one category's streams. @throws UnreadableEvent, also for an event of another category. */
export const toEventIn = <Of extends Category>(category: Of, recorded: RecordedEvent): RecordedIn<Of> => {
  const event = toDomainEvent(recorded);
  if (!isIn(event, category)) throw new UnreadableEvent(`${event.type} in stream ${event.stream}`, recorded);
  return event;
};
