import {
  isIn,
  unknownEvent,
  type RecordedDomainEvent,
  type RecordedIn,
} from '../../src/events/domain-event.js';
import { provinceOf } from '../../src/events/streams.js';
import type { JsonValue } from '../../src/basics/json.js';
import { collectionName } from '../engine/collection-name.js';
import type { Document, Write } from '../read-store/document.js';
import type { Projection } from '../engine/projection.js';
import type { ReadStoreQueries } from '../read-store/read-store.js';

/** Acts of the officers and the department for one province of a round. LAO counts are queried from the LAO statuses. */
export interface ProvinceStatus extends Document {
  readonly fiscalYear: number;
  readonly provinceCode: string;
  readonly enrolled: true;
  readonly name: string;
  /** Empty if the directory files had none. */
  readonly nameEn: string;
  readonly region: string;
  /** Thai dictionary order. */
  readonly rank: number;
  /** Time of the certification in force; null without one. */
  readonly certifiedAt: string | null;
  readonly certifiedRevision: string | null;
  /** Number of LAOs that the certification covers. */
  readonly certifiedCount: number | null;
  /** Time of the last revocation, until the province is certified again. */
  readonly revokedAt: string | null;
  readonly revokedReason: string | null;
  /** Time of the last act in the province or the last save in one of its surveys. */
  readonly lastActivityAt: string | null;
}

/** Values of a province without any act. Each event sets only its own fields, because an upgraded log may order them differently. */
const untouched = {
  certifiedAt: null,
  certifiedRevision: null,
  certifiedCount: null,
  revokedAt: null,
  revokedReason: null,
  lastActivityAt: null,
} as const;

const statusId = (fiscalYear: number, provinceCode: string): string => `${fiscalYear}.${provinceCode}`;

const project = (event: RecordedDomainEvent): readonly Write[] => {
  if (isIn(event, 'survey')) return activityWrite(event);
  if (!isIn(event, 'province')) return [];
  switch (event.type) {
    case 'ProvinceEnrolled': {
      const { fiscalYear, provinceCode } = event.subject;
      const { name, nameEn, region, rank } = event.data.province;
      const set = { fiscalYear, provinceCode, enrolled: true, name, nameEn, region, rank };
      return [{ id: statusId(fiscalYear, provinceCode), set }];
    }
    case 'LaoEnrolled':
    case 'LaoWithdrawn':
    case 'LaoRenamed':
    case 'LaoMoved':
      return [];
    case 'SurveyReviewed':
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
    case 'ProvinceFenced':
      return [];
    default:
      return unknownEvent(event);
  }
};

/** Every act of an LAO counts as activity of its province. */
const activityWrite = (event: RecordedIn<'survey'>): readonly Write[] => {
  // The AspectSaved of an answer is in the same append. A fence is no act of an LAO.
  if (event.type === 'AnswerRecorded' || event.type === 'SurveyFenced') return [];
  const { fiscalYear, laoCode } = event.subject;
  return [{ id: statusId(fiscalYear, provinceOf(laoCode)), set: { lastActivityAt: event.metadata.time } }];
};

const provinceWrite = (
  event: RecordedIn<'province'>,
  changes: { readonly [path: string]: JsonValue },
): readonly Write[] => {
  const { fiscalYear, provinceCode } = event.subject;
  const set = { ...changes, lastActivityAt: event.metadata.time };
  return [{ id: statusId(fiscalYear, provinceCode), set }];
};

export const provinceStatuses: Projection = {
  name: 'province_statuses',
  version: 3,
  indexes: [
    ['enrolled', 'fiscalYear', 'rank'],
    ['enrolled', 'provinceCode', '-fiscalYear'],
  ],
  project,
};
const collection = collectionName(provinceStatuses);

/** Undefined for a province that is not part of the round. */
export const provinceStatus = async (
  store: ReadStoreQueries,
  fiscalYear: number,
  provinceCode: string,
): Promise<ProvinceStatus | undefined> => {
  const recorded = await store.findById<Partial<ProvinceStatus> & Document>(
    collection,
    statusId(fiscalYear, provinceCode),
  );
  return recorded?.enrolled ? whole(recorded as ProvinceStatus) : undefined;
};

/** In Thai dictionary order; all rounds if no round is given. */
export const listProvinceStatuses = async (
  store: ReadStoreQueries,
  fiscalYear?: number,
): Promise<readonly ProvinceStatus[]> => {
  const wanted = { enrolled: true, fiscalYear };
  return (await store.find<ProvinceStatus>(collection, wanted, { sort: { rank: 1 } })).map(whole);
};

/** The status in the latest round that includes the province. */
export const latestProvinceStatus = async (
  store: ReadStoreQueries,
  provinceCode: string,
): Promise<ProvinceStatus | undefined> => {
  const options = { sort: { fiscalYear: -1 }, limit: 1 } as const;
  const [latest] = await store.find<ProvinceStatus>(collection, { enrolled: true, provinceCode }, options);
  return latest && whole(latest);
};

/** The names of the provinces of these items, keyed by `<year>.<province code>`. */
export const provinceNames = async (
  store: ReadStoreQueries,
  places: readonly { readonly fiscalYear: number; readonly provinceCode: string }[],
): Promise<ReadonlyMap<string, Pick<ProvinceStatus, 'name' | 'nameEn'>>> => {
  const ids = new Set(places.map(({ fiscalYear, provinceCode }) => statusId(fiscalYear, provinceCode)));
  const found =
    ids.size === 0 ? [] : await store.find<ProvinceStatus>(collection, { _id: { oneOf: [...ids] } });
  return new Map(found.map((province) => [province._id, province]));
};

const whole = (recorded: ProvinceStatus): ProvinceStatus => ({ ...untouched, ...recorded });
