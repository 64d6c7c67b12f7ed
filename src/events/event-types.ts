import type { Category, EventsOf, EventType, RecordedDomainEvent } from './domain-event.js';

/** The category of the streams that an event type is recorded in. */
type CategoryOf<Type extends EventType> = {
  [Of in Category]: Type extends EventsOf[Of]['type'] ? Of : never;
}[Category];

/**
 * What an event changes: the answers and rows of a form, a certification, its review, the window of a round, the form
 * itself, what is published of a round, the order of events between streams, or no survey at all.
 * A read model that asks for one topic needs no change for a new event about another.
 */
export type Topic =
  | 'answers'
  | 'certification'
  | 'review'
  | 'window'
  | 'questionnaire'
  | 'open-data'
  | 'roster'
  | 'access'
  | 'personal-data'
  | 'fence';

/**
 * Every event type: the category of its streams, the current version of its data, from 1, and its topic.
 * For a new shape, raise the version, add the step in `upcasting.ts` and keep a test with the old bytes.
 */
export const eventTypes = {
  AnswerRecorded: { category: 'survey', version: 1, about: 'answers' },
  RowAdded: { category: 'survey', version: 1, about: 'answers' },
  RowRenamed: { category: 'survey', version: 1, about: 'answers' },
  RowRemoved: { category: 'survey', version: 1, about: 'answers' },
  AspectSaved: { category: 'survey', version: 1, about: 'answers' },
  LaoCertified: { category: 'survey', version: 2, about: 'certification' },
  SurveyReviewed: { category: 'province', version: 1, about: 'review' },
  SurveyFenced: { category: 'survey', version: 1, about: 'fence' },
  LaoReturned: { category: 'province', version: 2, about: 'certification' },
  ProvinceCertified: { category: 'province', version: 1, about: 'certification' },
  ProvinceCertificationRevoked: { category: 'province', version: 1, about: 'certification' },
  ProvinceFenced: { category: 'province', version: 1, about: 'fence' },
  ProvinceEnrolled: { category: 'province', version: 1, about: 'roster' },
  LaoEnrolled: { category: 'province', version: 1, about: 'roster' },
  LaoWithdrawn: { category: 'province', version: 1, about: 'roster' },
  LaoRenamed: { category: 'province', version: 1, about: 'roster' },
  LaoMoved: { category: 'province', version: 1, about: 'roster' },
  CampaignOpened: { category: 'campaign', version: 2, about: 'window' },
  CampaignWidened: { category: 'campaign', version: 1, about: 'window' },
  CampaignExtended: { category: 'campaign', version: 1, about: 'window' },
  CampaignClosingBegun: { category: 'campaign', version: 1, about: 'fence' },
  CampaignClosed: { category: 'campaign', version: 1, about: 'window' },
  ResultsPublished: { category: 'campaign', version: 1, about: 'open-data' },
  ResultFilesRecorded: { category: 'campaign', version: 1, about: 'open-data' },
  ResultsWithdrawn: { category: 'campaign', version: 1, about: 'open-data' },
  QuestionnairePublished: { category: 'questionnaire', version: 1, about: 'questionnaire' },
  AuditDataRead: { category: 'reading', version: 1, about: 'access' },
  PersonalDataCorrected: { category: 'person', version: 1, about: 'personal-data' },
  PersonalDataErased: { category: 'person', version: 1, about: 'personal-data' },
} as const satisfies {
  readonly [Type in EventType]: {
    readonly category: CategoryOf<Type>;
    readonly version: number;
    readonly about: Topic;
  };
};

type TypeAbout<Of extends Topic> = {
  [Type in EventType]: (typeof eventTypes)[Type]['about'] extends Of ? Type : never;
}[EventType];
export type EventAbout<Of extends Topic> = Extract<RecordedDomainEvent, { readonly type: TypeAbout<Of> }>;

const allTypes = Object.keys(eventTypes) as readonly EventType[];

/** The types of events about these topics, in the order of the table. */
export const typesAbout = <Of extends Topic>(...topics: readonly Of[]): readonly TypeAbout<Of>[] =>
  allTypes.filter((type): type is TypeAbout<Of> => topics.some((topic) => topic === eventTypes[type].about));

/** The types of events in streams of these categories, in the order of the table. */
export const typesIn = <Of extends Category>(...categories: readonly Of[]): readonly EventsOf[Of]['type'][] =>
  allTypes.filter((type): type is EventsOf[Of]['type'] =>
    categories.some((category) => category === eventTypes[type].category),
  );

/** Whether the event is about one of these topics. It narrows the type, so a switch covers only their events. */
export const isAbout = <Of extends Topic>(
  event: RecordedDomainEvent,
  ...topics: readonly Of[]
): event is EventAbout<Of> => topics.some((topic) => topic === eventTypes[event.type].about);
