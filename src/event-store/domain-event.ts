import type { PersonEvent } from '../access/person-events.js';
import type { CampaignEvent } from '../campaign/campaign-events.js';
import type { ProvinceEvent } from '../province/province-events.js';
import type { ReadingEvent } from '../reading/reading-events.js';
import type { SurveyEvent } from '../survey/survey-events.js';
import type { EventMetadata } from './metadata.js';
import type { StreamName } from './streams.js';

/** Every event the system knows, by type and data. */
export type DomainEvent = SurveyEvent | ProvinceEvent | CampaignEvent | ReadingEvent | PersonEvent;

/** A recorded event in today's shape: what projections, history and replays are given. */
export type RecordedDomainEvent = DomainEvent & {
  readonly id: string;
  readonly stream: string;
  readonly subject: StreamName;
  readonly revision: bigint;
  readonly position: bigint;
  readonly metadata: EventMetadata;
};
