import type { PersonEvent } from '../access/person-events.js';
import type { CampaignEvent } from '../campaign/campaign-events.js';
import type { ProvinceEvent } from '../province/province-events.js';
import type { ReadingEvent } from '../reading/reading-events.js';
import type { SurveyEvent } from '../survey/survey-events.js';
import type { EventMetadata } from './metadata.js';
import type { StreamName } from './streams.js';

/** What can happen in the streams of each category. */
interface EventsOf {
  readonly survey: SurveyEvent;
  readonly province: ProvinceEvent;
  readonly campaign: CampaignEvent;
  readonly reading: ReadingEvent;
  readonly person: PersonEvent;
}

/** Every event the system knows, by type and data. */
export type DomainEvent = EventsOf[StreamName['category']];

/** A recorded event in today's shape: what projections, history and replays are given. */
export type RecordedDomainEvent = RecordedIn<StreamName['category']>;

/** One that stands in a stream of the category. */
export type RecordedIn<Category extends StreamName['category']> = Category extends Category
  ? EventsOf[Category] & {
      readonly id: string;
      readonly stream: string;
      readonly subject: Extract<StreamName, { readonly category: Category }>;
      readonly revision: bigint;
      readonly position: bigint;
      readonly metadata: EventMetadata;
    }
  : never;

/** Whether the event stands in a stream of these categories; a switch behind it has only their events to answer for. */
export const standsIn = <Category extends StreamName['category']>(
  event: RecordedDomainEvent,
  ...categories: readonly Category[]
): event is Extract<RecordedDomainEvent, RecordedIn<Category>> =>
  categories.some((category) => category === event.subject.category);

/** Ends a switch over event types: the compiler finds the forgotten case, and an unknown one never passes silently. */
export const unknownEvent = (event: never): never => {
  const { type, stream } = event as RecordedDomainEvent;
  throw new TypeError(`no case for ${type} in ${stream}`);
};
