import type { MeController } from '../../../src/identity/me.controller.js';
import type { SignOutController } from '../../../src/identity/sign-out.controller.js';
import type { AccessTokensController } from '../../../src/access-tokens/access-tokens.controller.js';
import type { PeopleController } from '../../../src/personal-data/people.controller.js';
import type { AuditController } from '../../../src/history/audit.controller.js';
import type { CertificationTimesController } from '../../../src/history/certification-times.controller.js';
import type { PastController } from '../../../src/history/past.controller.js';
import type { CampaignController } from '../../../src/campaign/campaign.controller.js';
import type { RosterController } from '../../../src/roster/roster.controller.js';
import type { DirectoryController } from '../../../src/lists/directory.controller.js';
import type { CampaignEvent } from '../../../src/events/campaign-events.js';
import type { PublicationController } from '../../../src/open-data/publication.controller.js';
import type { ComparisonController } from '../../../src/read-model-comparison/comparison.controller.js';
import type { VerificationController } from '../../../src/evidence/verification/verification.controller.js';
import type { JsonValue } from '../../../src/basics/json.js';
import type { ProgressController } from '../../../src/progress/progress.controller.js';
import type { ListsController } from '../../../src/lists/lists.controller.js';
import type { ProvinceEnrolled } from '../../../src/events/roster-events.js';
import type { QuestionnairePublished } from '../../../src/events/questionnaire-events.js';
import type { QuestionnaireController } from '../../../src/publication/questionnaire.controller.js';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { ProvinceEvent } from '../../../src/events/province-events.js';
import type { AccessLogController } from '../../../src/access-log/access-log.controller.js';
import type { NamedCode } from '../../../src/form/form-view.js';
import type { ResultsController } from '../../../src/results/results.controller.js';
import type { SurveyController } from '../../../src/survey/survey.controller.js';
import type { WorkbookController } from '../../../src/workbook/workbook.controller.js';
import type { SurveyEvent } from '../../../src/events/survey-events.js';

/** A value as it arrives: read-only, and `never` for what JSON does not carry. */
type Json<T> = JsonValue extends T
  ? T
  : T extends bigint | symbol | Date | ((...parameters: never[]) => unknown)
    ? never
    : T extends object
      ? { readonly [Key in keyof T]: Json<T[Key]> }
      : T;

/** What an endpoint of the server answers. */
type AnswerOf<Endpoint extends (...parameters: never[]) => unknown> = Json<Awaited<ReturnType<Endpoint>>>;

/** `Omit` of fields that have to be there. */
type Without<T, Keys extends keyof T> = Omit<T, Keys>;

export type Place = Json<NamedCode>;
export type Me = AnswerOf<MeController['me']>;
/** A province in the directory files. */
export type Province = AnswerOf<DirectoryController['provinces']>[number];
/** What the directory files propose for the roster of one province. */
export type ProvinceChanges = AnswerOf<RosterController['changes']>[number];
export type RosterChange = ProvinceChanges['changes'][number];
export type Campaign = AnswerOf<CampaignController['list']>[number];
/** Results of a round that were published as open data. */
export type Publication = AnswerOf<PublicationController['list']>[number];
export type PublishedQuestionnaire = AnswerOf<QuestionnaireController['list']>[number];
export type Comparison = AnswerOf<ComparisonController['show']>;
export type ReadModelDifference = NonNullable<Comparison['last']>['named'][number];
export type Verification = AnswerOf<VerificationController['survey']>;
export type Reading = AnswerOf<AccessLogController['list']>['items'][number];
export type KeptPerson = AnswerOf<PeopleController['find']>[number];
export type KeptPersonWithActs = AnswerOf<PeopleController['one']>;
export type Token = AnswerOf<AccessTokensController['list']>[number];
export type NewToken = AnswerOf<AccessTokensController['make']>;
export type SignedOut = AnswerOf<SignOutController['logout']>;
/** Of a command that was carried out. */
export type Receipt = AnswerOf<SurveyController['saveAspect']>;
export type AddedRow = AnswerOf<SurveyController['addRow']>;

type SurveyList = AnswerOf<ListsController['list']>;
export type SurveyItem = SurveyList['items'][number];
/** One page of a list. */
export type Page<Item> = Without<SurveyList, 'items'> & { readonly items: readonly Item[] };

export type SurveyForm = AnswerOf<SurveyController['form']>;
export type SurveyStatus = SurveyForm['status'];
export type FormAspect = SurveyForm['aspects'][number];
export type AspectState = FormAspect['state'];
export type FormRow = FormAspect['rows'][number];
export type Return = NonNullable<SurveyForm['lastReturn']>;
export type ReturnedRow = Return['rows'][number];

export type Outlier = AnswerOf<ListsController['outliers']>[number];
export type ProvinceStatus = AnswerOf<ListsController['status']>;
export type Progress = AnswerOf<ProgressController['progress']>;
export type ProvinceProgress = Progress['provinces'][number];
export type CertificationTable = AnswerOf<CertificationTimesController['ofNation']>;
export type ProvinceTimes = CertificationTable['provinces'][number];
export type LaoTimes = ProvinceTimes['laos'][number];

/** The events that a trail shows. */
type TrailEvent =
  | SurveyEvent
  | Exclude<ProvinceEvent, ProvinceEnrolled>
  | EnrolmentInTrail
  | CampaignEvent
  | PublicationInTrail;

/** A trail does not list a roster. It gives its size. */
interface EnrolmentInTrail {
  readonly type: ProvinceEnrolled['type'];
  readonly data: Without<ProvinceEnrolled['data'], 'laos' | 'districts'> & {
    readonly laos: number;
    readonly districts: number;
  };
}

/** Nor does it hold a questionnaire. */
interface PublicationInTrail {
  readonly type: QuestionnairePublished['type'];
  readonly data: Without<QuestionnairePublished['data'], 'questionnaire'> &
    Pick<Questionnaire, 'version' | 'titleTh' | 'titleEn'> & { readonly rows: number };
}
export type EventType = TrailEvent['type'];

type History = AnswerOf<AuditController['surveyHistory']>;
type Entry = History['items'][number];
/** One event of a trail; its type decides its data. */
export type HistoryItem = {
  [Event in TrailEvent as Event['type']]: Without<Entry, 'type' | 'data'> & Json<Event>;
}[EventType];
export type HistoryPage = Without<History, 'items'> & { readonly items: readonly HistoryItem[] };
/** What a word of a search was taken for. */
export type Understood = History['understood'][number];
export type Actor = Entry['actor'];
export type FieldChange = Entry['changes'][number];

/** What another person did to the survey meanwhile: the event's data, who and when. */
export type Change = {
  [Event in SurveyEvent as Event['type']]: Pick<Entry, 'revision' | 'at'> & {
    readonly type: Event['type'];
    readonly by: Actor;
  } & Json<Event['data']>;
}[SurveyEvent['type']];

/** One of them that is about a row. */
export type RowChange = Extract<Change, { readonly rowId: string }>;

/** A point at which what is shown became something else. */
export type PastStep = Pick<AnswerOf<PastController['moments']>[number], 'position' | 'time'> & {
  readonly type: EventType;
  /** Whom it concerns, where a page shows more than one. */
  readonly office?: Place;
};
export type Milestone = Without<AnswerOf<ProgressController['milestones']>[number], 'type'> & {
  readonly type: EventType;
};

export type ProvinceDifference = AnswerOf<PastController['province']>;
export type SurveyDifference = AnswerOf<PastController['survey']>;
export type CellChange = SurveyDifference['cells'][number];
export type Deed = Pick<CellChange, 'by' | 'at' | 'position'>;

export type ResultsOverview = AnswerOf<ResultsController['overview']>;
/** One standard row over all LAOs. */
export type ResultRow = ResultsOverview['rows'][number];
export type ResultGroups = AnswerOf<ResultsController['groups']>;
export type ResultGroup = ResultGroups['groups'][number];
/** The LAOs behind a number. */
export type LaosBehind = AnswerOf<ResultsController['laos']>;
/** One LAO among its like. */
export type LaoResult = AnswerOf<ResultsController['own']>;

type Differences = AnswerOf<WorkbookController['differences']>;
/** What an uploaded workbook says otherwise than the form. */
export type WorkbookDifferences = Without<Differences, 'changes'> & { readonly changes: readonly Change[] };
export type WorkbookRow = Differences['rows'][number];
