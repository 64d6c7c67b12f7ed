import type { AuditReadEvent } from './audit-read-events.js';
import type { CampaignEvent } from './campaign-events.js';
import type { EventMetadata } from './metadata.js';
import type { PersonEvent } from './person-events.js';
import type { ProvinceEvent } from './province-events.js';
import type { QuestionnaireEvent } from './questionnaire-events.js';
import type { StreamName } from './streams.js';
import type { SurveyEvent } from './survey-events.js';

/** The events that can occur in the streams of each category. */
export interface EventsOf {
  readonly survey: SurveyEvent;
  readonly province: ProvinceEvent;
  readonly campaign: CampaignEvent;
  readonly questionnaire: QuestionnaireEvent;
  readonly reading: AuditReadEvent;
  readonly person: PersonEvent;
}

export type Category = StreamName['category'];

/** Every event the system knows, by type and data. */
export type DomainEvent = EventsOf[Category];
export type EventType = DomainEvent['type'];

/** A recorded event in today's shape, as projections, history and replays get it. */
export type RecordedDomainEvent = RecordedIn<Category>;

/** An event recorded in a stream of the category. */
export type RecordedIn<Of extends Category> = Of extends Of
  ? EventsOf[Of] & {
      readonly id: string;
      readonly stream: string;
      readonly subject: Extract<StreamName, { readonly category: Of }>;
      readonly revision: bigint;
      readonly position: bigint;
      readonly metadata: EventMetadata;
    }
  : never;

/** Whether the event was recorded in a stream of these categories. It narrows the type, so a switch covers only their events. */
export const isIn = <Of extends Category>(
  event: RecordedDomainEvent,
  ...categories: readonly Of[]
): event is Extract<RecordedDomainEvent, RecordedIn<Of>> =>
  categories.some((category) => category === event.subject.category);

/** The one LAO that an event is about. Undefined for an event of a whole province or round, or of no survey. */
export const laoOf = ({ subject, data }: RecordedDomainEvent): string | undefined => {
  if (subject.category === 'survey') return subject.laoCode;
  if (subject.category !== 'province') return undefined;
  if ('lao' in data) return data.lao.code;
  return 'laoCode' in data ? (data.laoCode ?? undefined) : undefined;
};

/** Ends a switch over event types. The compiler finds a forgotten case, and an unknown event throws. */
export const unknownEvent = (event: never): never => {
  const { type, stream } = event as RecordedDomainEvent;
  throw new TypeError(`no case for ${type} in ${stream}`);
};
