import type { Directory } from '../../src/directory/directory.js';
import {
  isIn,
  unknownEvent,
  type RecordedDomainEvent,
  type RecordedIn,
} from '../../src/events/domain-event.js';
import type { JsonValue } from '../../src/basics/json.js';
import { collectionName } from '../engine/collection-name.js';
import type { Document, Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import type { ReadStore } from '../read-store/read-store.js';

/** A province in one campaign: the officers' and the department's acts. Counts come from the LAO statuses, by query. */
export interface ProvinceStatus extends Document {
  readonly fiscalYear: number;
  readonly provinceCode: string;
  /** Thai dictionary order. */
  readonly rank: number;
  /** Of the certification in force, else null. */
  readonly certifiedAt: string | null;
  readonly certifiedRevision: string | null;
  /** LAOs that it covers. */
  readonly certifiedCount: number | null;
  /** Of the last revocation, until the province is certified again. */
  readonly revokedAt: string | null;
  readonly revokedReason: string | null;
  /** Last act in the province or save in one of its surveys. */
  readonly lastActivityAt: string | null;
}

const definition = { name: 'province_statuses', version: 1 };
const collection = collectionName(definition);

const statusId = (fiscalYear: number, provinceCode: string): string => `${fiscalYear}.${provinceCode}`;

export const provinceStatuses = (directory: Directory): Projection => ({
  ...definition,
  indexes: [['fiscalYear', 'rank']],
  project: (event) => project(directory, event),
});

const project = (directory: Directory, event: RecordedDomainEvent): readonly Write[] => {
  if (event.type === 'CampaignOpened') {
    const { fiscalYear } = event.subject;
    return event.data.provinces.map((province) => untouched(directory, fiscalYear, province));
  }
  if (isIn(event, 'survey')) return activityWrite(directory, event);
  if (!isIn(event, 'province')) return [];
  switch (event.type) {
    case 'LaoReturned':
      return provinceWrite(event, {});
    case 'ProvinceCertified':
      return provinceWrite(event, {
        certifiedAt: event.metadata.time,
        certifiedRevision: event.revision.toString(),
        certifiedCount: event.data.laos.length,
        revokedAt: null,
        revokedReason: null,
      });
    case 'ProvinceCertificationRevoked':
      return provinceWrite(event, {
        certifiedAt: null,
        certifiedRevision: null,
        certifiedCount: null,
        revokedAt: event.metadata.time,
        revokedReason: event.data.reason,
      });
    default:
      return unknownEvent(event);
  }
};

/** Whatever an LAO does is activity of its province. */
const activityWrite = (directory: Directory, event: RecordedIn<'survey'>): readonly Write[] => {
  if (event.type === 'AnswerRecorded') return []; // its AspectSaved is in the same append
  const { fiscalYear, laoCode } = event.subject;
  const lao = directory.lao(laoCode);
  if (!lao) throw new Error(`LAO ${laoCode} is not in the directory`);
  return [{ id: statusId(fiscalYear, lao.provinceCode), set: { lastActivityAt: event.metadata.time } }];
};

const untouched = (directory: Directory, fiscalYear: number, provinceCode: string): Write => {
  const province = directory.province(provinceCode);
  if (!province) throw new Error(`province ${provinceCode} is not in the directory`);
  return {
    id: statusId(fiscalYear, provinceCode),
    set: {
      fiscalYear,
      provinceCode,
      rank: province.rank,
      certifiedAt: null,
      certifiedRevision: null,
      certifiedCount: null,
      revokedAt: null,
      revokedReason: null,
      lastActivityAt: null,
    },
  };
};

const provinceWrite = (
  event: RecordedIn<'province'>,
  changes: { readonly [path: string]: JsonValue },
): readonly Write[] => {
  const { fiscalYear, provinceCode } = event.subject;
  const set = { ...changes, lastActivityAt: event.metadata.time };
  return [{ id: statusId(fiscalYear, provinceCode), set }];
};

/** Undefined for a province outside the campaign. */
export const provinceStatus = (
  store: ReadStore,
  fiscalYear: number,
  provinceCode: string,
): Promise<ProvinceStatus | undefined> =>
  store.findById<ProvinceStatus>(collection, statusId(fiscalYear, provinceCode));

/** In Thai order. */
export const listProvinceStatuses = (
  store: ReadStore,
  fiscalYear: number,
): Promise<readonly ProvinceStatus[]> =>
  store.find<ProvinceStatus>(collection, { fiscalYear }, { sort: { rank: 1 } });
