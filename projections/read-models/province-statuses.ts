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
import type { ReadStore } from '../read-store/read-store.js';

/** A province that a round asks: the officers' and the department's acts. Counts come from the LAO statuses, by query. */
export interface ProvinceStatus extends Document {
  readonly fiscalYear: number;
  readonly provinceCode: string;
  readonly enrolled: true;
  readonly name: string;
  readonly nameEn: string;
  readonly region: string;
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

/** Of a province in which nothing has happened: the events set what they know, in whichever order an upgraded log has them. */
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
const activityWrite = (event: RecordedIn<'survey'>): readonly Write[] => {
  if (event.type === 'AnswerRecorded') return []; // its AspectSaved is in the same append
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
  version: 2,
  indexes: [
    ['enrolled', 'fiscalYear', 'rank'],
    ['enrolled', 'provinceCode', '-fiscalYear'],
  ],
  project,
};
const collection = collectionName(provinceStatuses);

/** Undefined for a province that the round does not ask. */
export const provinceStatus = async (
  store: ReadStore,
  fiscalYear: number,
  provinceCode: string,
): Promise<ProvinceStatus | undefined> => {
  const recorded = await store.findById<Partial<ProvinceStatus> & Document>(
    collection,
    statusId(fiscalYear, provinceCode),
  );
  return recorded?.enrolled ? whole(recorded as ProvinceStatus) : undefined;
};

/** In Thai order; of every round if none is named. */
export const listProvinceStatuses = async (
  store: ReadStore,
  fiscalYear?: number,
): Promise<readonly ProvinceStatus[]> => {
  const wanted = { enrolled: true, fiscalYear };
  return (await store.find<ProvinceStatus>(collection, wanted, { sort: { rank: 1 } })).map(whole);
};

/** As the last round that asked it names it. */
export const latestProvinceStatus = async (
  store: ReadStore,
  provinceCode: string,
): Promise<ProvinceStatus | undefined> => {
  const options = { sort: { fiscalYear: -1 }, limit: 1 } as const;
  const [latest] = await store.find<ProvinceStatus>(collection, { enrolled: true, provinceCode }, options);
  return latest && whole(latest);
};

/** The names of the provinces that these lie in, by `<year>.<province code>`. */
export const provinceNames = async (
  store: ReadStore,
  places: readonly { readonly fiscalYear: number; readonly provinceCode: string }[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = new Set(places.map(({ fiscalYear, provinceCode }) => statusId(fiscalYear, provinceCode)));
  const found =
    ids.size === 0 ? [] : await store.find<ProvinceStatus>(collection, { _id: { oneOf: [...ids] } });
  return new Map(found.map(({ _id, name }) => [_id, name]));
};

const whole = (recorded: ProvinceStatus): ProvinceStatus => ({ ...untouched, ...recorded });
