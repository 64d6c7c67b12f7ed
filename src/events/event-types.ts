import type { Category, EventsOf, EventType } from './domain-event.js';

/** The category of the streams that an event type is recorded in. */
type CategoryOf<Type extends EventType> = {
  [Of in Category]: Type extends EventsOf[Of]['type'] ? Of : never;
}[Category];

/**
 * Every event type: the category of its streams, and today's version of its data, from 1.
 * A new shape: raise the version, add the step in `upcasting.ts`, keep a test with the old bytes.
 */
export const eventTypes: {
  readonly [Type in EventType]: { readonly category: CategoryOf<Type>; readonly version: number };
} = {
  AnswerRecorded: { category: 'survey', version: 1 },
  RowAdded: { category: 'survey', version: 1 },
  RowRemoved: { category: 'survey', version: 1 },
  AspectSaved: { category: 'survey', version: 1 },
  LaoCertified: { category: 'survey', version: 1 },
  LaoReturned: { category: 'province', version: 2 },
  ProvinceCertified: { category: 'province', version: 1 },
  ProvinceCertificationRevoked: { category: 'province', version: 1 },
  ProvinceEnrolled: { category: 'province', version: 1 },
  LaoEnrolled: { category: 'province', version: 1 },
  LaoWithdrawn: { category: 'province', version: 1 },
  LaoRenamed: { category: 'province', version: 1 },
  LaoMoved: { category: 'province', version: 1 },
  CampaignOpened: { category: 'campaign', version: 2 },
  CampaignWidened: { category: 'campaign', version: 1 },
  CampaignExtended: { category: 'campaign', version: 1 },
  CampaignClosed: { category: 'campaign', version: 1 },
  AuditDataRead: { category: 'reading', version: 1 },
  PersonalDataCorrected: { category: 'person', version: 1 },
  PersonalDataErased: { category: 'person', version: 1 },
};
