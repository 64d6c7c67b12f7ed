import { searchForms } from '../../src/basics/thai-search.js';
import { rosterWrites, type RosterFields } from './roster-writes.js';
import { unknownEvent, type RecordedDomainEvent, type RecordedIn } from '../../src/events/domain-event.js';
import { isAbout, type EventAbout } from '../../src/events/event-types.js';
import type { JsonValue } from '../../src/basics/json.js';
import { collectionName } from '../engine/collection-name.js';
import { pathStep } from '../engine/path-step.js';
import type { Document, Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import type { Condition, Filter } from '../read-store/filter.js';
import type { ReadStoreQueries } from '../read-store/read-store.js';
import type { SurveyStatus } from './survey-forms.js';

/** One line of the status list. The list has every LAO of a round's rosters, including those that have not started. */
export interface LaoStatus extends Document, RosterFields {
  readonly status: SurveyStatus;
  /** Time of the certification in force; null without one. */
  readonly certifiedAt: string | null;
  readonly certifiedRevision: string | null;
  readonly fingerprint: string | null;
  /** The certification that an officer last reviewed: its revision, and when. */
  readonly reviewedRevision: string | null;
  readonly reviewedAt: string | null;
  readonly returnedAt: string | null;
  readonly returnedReason: string | null;
  readonly lastActivityAt: string | null;
  /** When each aspect was last saved. */
  readonly savedAspects: { readonly [aspectId: string]: string };
  readonly started: boolean;
}

/** Values of an LAO without any events. Each event sets only its own fields, because an upgraded log may order them differently. */
const notStarted = {
  status: 'not-certified',
  certifiedAt: null,
  certifiedRevision: null,
  fingerprint: null,
  reviewedRevision: null,
  reviewedAt: null,
  returnedAt: null,
  returnedReason: null,
  lastActivityAt: null,
  savedAspects: {},
  started: false,
} as const;

const statusId = (fiscalYear: number, laoCode: string): string => `${fiscalYear}.${laoCode}`;

const project = (event: RecordedDomainEvent): readonly Write[] => {
  if (isAbout(event, 'answers')) return answersWrite(event);
  if (isAbout(event, 'roster')) return rosterWrite(event);
  if (event.type === 'SurveyReviewed') {
    const { laoCode, certifiedRevision } = event.data;
    const set = { reviewedRevision: certifiedRevision, reviewedAt: event.metadata.time };
    return [{ id: statusId(event.subject.fiscalYear, laoCode), set }];
  }
  if (!isAbout(event, 'certification')) return [];
  switch (event.type) {
    case 'LaoCertified':
      return surveyWrite(event, {
        status: 'certified',
        certifiedAt: event.metadata.time,
        certifiedRevision: event.revision.toString(),
        fingerprint: event.data.fingerprint,
        returnedAt: null,
        returnedReason: null,
      });
    case 'LaoReturned': {
      const { fiscalYear } = event.subject;
      const set = {
        status: 'returned',
        certifiedAt: null,
        certifiedRevision: null,
        fingerprint: null,
        returnedAt: event.metadata.time,
        returnedReason: event.data.reason,
        lastActivityAt: event.metadata.time,
      };
      return [{ id: statusId(fiscalYear, event.data.laoCode), set }];
    }
    case 'ProvinceCertified':
    case 'ProvinceCertificationRevoked':
      return [];
    default:
      return unknownEvent(event);
  }
};

const rosterWrite = (event: EventAbout<'roster'>): readonly Write[] =>
  rosterWrites(event).map(({ laoCode, fields }) => ({
    id: statusId(event.subject.fiscalYear, laoCode),
    set: fields,
  }));

/** Every event about the answers counts as activity of the LAO. */
const answersWrite = (event: EventAbout<'answers'>): readonly Write[] => {
  if (event.type === 'AnswerRecorded') return []; // its AspectSaved is in the same append
  const saved = event.type === 'AspectSaved' ? event.data.aspectId : undefined;
  return surveyWrite(
    event,
    saved === undefined ? {} : { [`savedAspects.${pathStep(saved)}`]: event.metadata.time },
  );
};

const surveyWrite = (
  event: RecordedIn<'survey'>,
  changes: { readonly [path: string]: JsonValue },
): readonly Write[] => {
  const { fiscalYear, laoCode } = event.subject;
  const set = { ...changes, started: true, lastActivityAt: event.metadata.time };
  return [{ id: statusId(fiscalYear, laoCode), set }];
};

export const laoStatuses: Projection = {
  name: 'lao_statuses',
  version: 4,
  indexes: [
    ['asked', '-fiscalYear', 'rank', 'status', 'search~'],
    ['asked', 'fiscalYear', 'provinceCode', 'rank'],
    ['asked', 'fiscalYear', 'districtCode', 'rank'],
    ['asked', 'fiscalYear', 'status', 'rank'],
    ['asked', 'fiscalYear', 'provinceCode', 'status', 'started'],
    ['asked', 'provinceCode', '-fiscalYear', 'rank'],
    ['asked', 'districtCode', '-fiscalYear', 'rank'],
    ['laoCode', '-fiscalYear'],
  ],
  project,
};
const collection = collectionName(laoStatuses);

export interface LaoStatusFilter {
  readonly fiscalYear?: number | undefined;
  readonly provinceCode?: string | undefined;
  readonly districtCode?: string | undefined;
  readonly laoCode?: string | undefined;
  /** `not-certified` finds every LAO without a certification in force, returned ones included. `withdrawn` finds withdrawn LAOs. */
  readonly status?: SurveyStatus | 'withdrawn' | undefined;
  /** Part of a name as the user typed it, with or without the prefix of the LAO type. */
  readonly query?: string | undefined;
}

/** `page` counts from 1. */
export interface Page {
  readonly page: number;
  readonly pageSize: number;
}

const wantedStatus = (status: LaoStatusFilter['status']): Condition | undefined => {
  if (status === 'withdrawn') return undefined;
  return status === 'not-certified' ? { not: 'certified' } : status;
};

const storeFilter = ({ status, query, ...equal }: LaoStatusFilter): Filter => {
  const forms = searchForms(query ?? '');
  return {
    ...equal,
    // A query for one LAO code also finds a withdrawn LAO.
    asked: equal.laoCode === undefined ? status !== 'withdrawn' : undefined,
    status: wantedStatus(status),
    search: forms.length > 0 ? { containsOneOf: forms } : undefined,
  };
};

/** Latest year first; list order within a year. */
export const listLaoStatuses = async (
  store: ReadStoreQueries,
  filter: LaoStatusFilter,
  { page, pageSize }: Page,
): Promise<{ readonly items: readonly LaoStatus[]; readonly total: number }> => {
  const wanted = storeFilter(filter);
  const [items, total] = await Promise.all([
    store.find<LaoStatus>(collection, wanted, {
      sort: { fiscalYear: -1, rank: 1 },
      skip: (page - 1) * pageSize,
      limit: pageSize,
    }),
    store.count(collection, wanted),
  ]);
  return { items: items.map(wholeStatus), total };
};

/** The LAOs that take part in the round, in list order. */
export const statusesOfProvince = async (
  store: ReadStoreQueries,
  fiscalYear: number,
  provinceCode: string,
): Promise<readonly LaoStatus[]> => {
  const asked = { asked: true, fiscalYear, provinceCode };
  return (await store.find<LaoStatus>(collection, asked, { sort: { rank: 1 } })).map(wholeStatus);
};

/** With what no event has said yet. */
export const wholeStatus = (recorded: LaoStatus): LaoStatus => ({ ...notStarted, ...recorded });

const statusIn = (fields: { readonly [field: string]: JsonValue }): SurveyStatus =>
  (fields['status'] as SurveyStatus | null | undefined) ?? notStarted.status;

/** Number of LAOs per status in each province of a year. A status without LAOs is absent. */
export const countByProvince = async (
  store: ReadStoreQueries,
  fiscalYear: number,
): Promise<
  readonly {
    readonly provinceCode: string;
    readonly status: SurveyStatus;
    readonly started: boolean;
    readonly count: number;
  }[]
> => {
  const asked = { asked: true, fiscalYear };
  const groups = await store.countBy(collection, asked, ['provinceCode', 'status', 'started']);
  return groups.map(({ fields, count }) => ({
    provinceCode: fields['provinceCode'] as string,
    status: statusIn(fields),
    started: fields['started'] === true,
    count,
  }));
};
