import type { DomainEvent, RecordedDomainEvent } from './domain-event.js';
import type { RecordedEvent } from './event-store.js';
import type { EventMetadata } from './metadata.js';
import { parseStream } from './streams.js';

type EventType = DomainEvent['type'];
type Data = Record<string, unknown>;

/** Today's version of each event's data. A new shape: raise the number, add the step below, keep a test with the old bytes. */
export const currentVersions: { readonly [type in EventType]: number } = {
  AnswerRecorded: 1,
  RowAdded: 1,
  RowRemoved: 1,
  AspectSaved: 1,
  LaoCertified: 1,
  LaoReturned: 2,
  ProvinceCertified: 1,
  ProvinceCertificationRevoked: 1,
  CampaignOpened: 1,
  CampaignExtended: 1,
  CampaignClosed: 1,
  AuditDataRead: 1,
  PersonalDataCorrected: 1,
  PersonalDataErased: 1,
};

/** `steps.AnswerRecorded[1]` lifts version 1 to version 2. Old bytes in the log are never touched. */
export type UpcastingSteps = {
  readonly [type in EventType]?: { readonly [from: number]: (data: Data) => Data };
};

const currentSteps: UpcastingSteps = {
  // Until then a return spoke of the survey as a whole.
  LaoReturned: { 1: (data) => ({ ...data, rows: [] }) },
};

/** The event cannot be read by this version of the system: an unknown type, stream or shape. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

/**
 * Lifts a recorded event to today's shape.
 * @throws UnreadableEvent for a type, a stream or a version that this code does not know (a newer system wrote it).
 */
export const toDomainEvent = (
  event: RecordedEvent,
  steps: UpcastingSteps = currentSteps,
  versions: { readonly [type: string]: number } = currentVersions,
): RecordedDomainEvent => {
  const subject = parseStream(event.stream);
  if (!subject) throw new UnreadableEvent(`stream ${event.stream} is not one of the survey's`);
  const current = versions[event.type];
  const metadata = event.metadata as unknown as EventMetadata;
  if (current === undefined) throw new UnreadableEvent(`unknown event type ${event.type}`);
  if (!(metadata.schemaVersion <= current)) {
    throw new UnreadableEvent(`${event.type} has version ${metadata.schemaVersion}, known up to ${current}`);
  }
  let data = event.data as Data;
  for (let version = metadata.schemaVersion; version < current; version += 1) {
    const step = steps[event.type as EventType]?.[version];
    if (!step) throw new UnreadableEvent(`no upcaster for ${event.type} from version ${version}`);
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
  } as unknown as RecordedDomainEvent;
};
