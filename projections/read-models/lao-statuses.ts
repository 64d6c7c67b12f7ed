import { searchText, type Directory } from '../../src/directory/directory.js';
import { searchForms } from '../../src/directory/thai-search.js';
import { unknownEvent, type RecordedDomainEvent, type RecordedIn } from '../../src/events/domain-event.js';
import { isAbout, type EventAbout } from '../../src/events/event-types.js';
import type { JsonValue } from '../../src/basics/json.js';
import { collectionName } from '../engine/collection-name.js';
import { pathStep } from '../engine/path-step.js';
import type { Document, Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import type { Filter } from '../read-store/filter.js';
import type { ReadStore } from '../read-store/read-store.js';
import type { SurveyStatus } from './survey-forms.js';

/** One line of the status list: every LAO of a campaign's provinces, those that have not started included. */
export interface LaoStatus extends Document {
  readonly fiscalYear: number;
  readonly laoCode: string;
  readonly provinceCode: string;
  readonly districtCode: string;
  /** Place in the directory's list order. */
  readonly rank: number;
  /** Normalised texts that a search looks into. */
  readonly search: readonly string[];
  readonly status: SurveyStatus;
  /** Of the certification in force, else null. */
  readonly certifiedAt: string | null;
  readonly certifiedRevision: string | null;
  readonly fingerprint: string | null;
  readonly returnedAt: string | null;
  readonly returnedReason: string | null;
  readonly lastActivityAt: string | null;
  /** When each aspect was last saved. */
  readonly savedAspects: { readonly [aspectId: string]: string };
  readonly started: boolean;
}

const definition = { name: 'lao_statuses', version: 1 };
const collection = collectionName(definition);

const statusId = (fiscalYear: number, laoCode: string): string => `${fiscalYear}.${laoCode}`;

export const laoStatuses = (directory: Directory): Projection => ({
  ...definition,
  indexes: [
    ['-fiscalYear', 'rank', 'status', 'search~'],
    ['fiscalYear', 'provinceCode', 'rank'],
    ['fiscalYear', 'districtCode', 'rank'],
    ['fiscalYear', 'laoCode'],
    ['fiscalYear', 'status', 'rank'],
    ['fiscalYear', 'provinceCode', 'status', 'started'],
    ['provinceCode', '-fiscalYear', 'rank'],
    ['districtCode', '-fiscalYear', 'rank'],
    ['laoCode', '-fiscalYear'],
  ],
  project: (event) => project(directory, event),
});

const project = (directory: Directory, event: RecordedDomainEvent): readonly Write[] => {
  if (isAbout(event, 'answers')) return answersWrite(event);
  if (event.type === 'CampaignOpened') {
    const { fiscalYear } = event.subject;
    return event.data.provinces.flatMap((province) => notStarted(directory, fiscalYear, province));
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

/** Whatever is done to the answers is activity of the LAO. */
const answersWrite = (event: EventAbout<'answers'>): readonly Write[] => {
  if (event.type === 'AnswerRecorded') return []; // its AspectSaved is in the same append
  const saved = event.type === 'AspectSaved' ? event.data.aspectId : undefined;
  return surveyWrite(
    event,
    saved === undefined ? {} : { [`savedAspects.${pathStep(saved)}`]: event.metadata.time },
  );
};

const notStarted = (directory: Directory, fiscalYear: number, provinceCode: string): readonly Write[] => {
  if (!directory.province(provinceCode)) throw new Error(`province ${provinceCode} is not in the directory`);
  return directory.laosOf(provinceCode).map((lao) => ({
    id: statusId(fiscalYear, lao.code),
    set: {
      fiscalYear,
      laoCode: lao.code,
      provinceCode,
      districtCode: lao.districtCode,
      rank: lao.rank,
      search: searchText(lao),
      status: 'not-certified',
      certifiedAt: null,
      certifiedRevision: null,
      fingerprint: null,
      returnedAt: null,
      returnedReason: null,
      lastActivityAt: null,
      savedAspects: {},
      started: false,
    },
  }));
};

const surveyWrite = (
  event: RecordedIn<'survey'>,
  changes: { readonly [path: string]: JsonValue },
): readonly Write[] => {
  const { fiscalYear, laoCode } = event.subject;
  const set = { ...changes, started: true, lastActivityAt: event.metadata.time };
  return [{ id: statusId(fiscalYear, laoCode), set }];
};

export interface LaoStatusFilter {
  readonly fiscalYear?: number | undefined;
  readonly provinceCode?: string | undefined;
  readonly districtCode?: string | undefined;
  readonly laoCode?: string | undefined;
  /** `not-certified` finds every LAO whose certification is missing, returned ones included. */
  readonly status?: SurveyStatus | undefined;
  /** As typed: part of a name, with or without its type's prefix. */
  readonly query?: string | undefined;
}

/** `page` counts from 1. */
export interface Page {
  readonly page: number;
  readonly pageSize: number;
}

const storeFilter = ({ status, query, ...equal }: LaoStatusFilter): Filter => {
  const forms = searchForms(query ?? '');
  return {
    ...equal,
    status: status === 'not-certified' ? { not: 'certified' } : status,
    search: forms.length > 0 ? { containsOneOf: forms } : undefined,
  };
};

/** The latest year first, each in the directory's order. */
export const listLaoStatuses = async (
  store: ReadStore,
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
  return { items, total };
};

export const statusesOfProvince = (
  store: ReadStore,
  fiscalYear: number,
  provinceCode: string,
): Promise<readonly LaoStatus[]> =>
  store.find<LaoStatus>(collection, { fiscalYear, provinceCode }, { sort: { rank: 1 } });

/** Where the LAOs of each province of a year stand; a status with none of its LAOs is absent. */
export const countByProvince = async (
  store: ReadStore,
  fiscalYear: number,
): Promise<
  readonly {
    readonly provinceCode: string;
    readonly status: SurveyStatus;
    readonly started: boolean;
    readonly count: number;
  }[]
> => {
  const groups = await store.countBy(collection, { fiscalYear }, ['provinceCode', 'status', 'started']);
  return groups.map(({ fields, count }) => ({
    provinceCode: fields['provinceCode'] as string,
    status: fields['status'] as SurveyStatus,
    started: fields['started'] === true,
    count,
  }));
};
