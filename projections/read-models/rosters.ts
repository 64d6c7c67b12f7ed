import { isIn, unknownEvent, type RecordedDomainEvent } from '../../src/events/domain-event.js';
import type { SurveyKey } from '../../src/events/streams.js';
import type { JsonObject } from '../../src/basics/json.js';
import { collectionName } from '../engine/collection-name.js';
import type { Projection } from '../engine/projection.js';
import type { Document, Write } from '../read-store/document.js';
import type { ReadStoreQueries } from '../read-store/read-store.js';
import { rosterWrites, type RosterFields } from './roster-writes.js';

/** When and why an LAO was withdrawn from the round. */
export interface Withdrawal {
  readonly at: string;
  readonly reason: string;
}

/** Name and place of one LAO in one round. It is kept after a withdrawal. */
export interface RosterEntry extends Document, RosterFields {
  readonly withdrawal: Withdrawal | null;
  /**
   * The data that each roster event set, by `p<position>`. Issued documents keep the names that were valid when they were issued. A
   * roster that was derived for an older log is valid from the beginning of the log: `p0`.
   */
  readonly said: { readonly [place: string]: Partial<RosterFields> };
}

const entryId = (fiscalYear: number, laoCode: string): string => `${fiscalYear}.${laoCode}`;

const project = (event: RecordedDomainEvent): readonly Write[] => {
  if (!isIn(event, 'province')) return [];
  switch (event.type) {
    case 'ProvinceEnrolled':
    case 'LaoEnrolled':
    case 'LaoWithdrawn':
    case 'LaoRenamed':
    case 'LaoMoved': {
      const withdrawal =
        event.type === 'LaoWithdrawn' ? { at: event.metadata.time, reason: event.data.reason } : null;
      const isDerived = event.type === 'ProvinceEnrolled' && event.data.countsFrom !== undefined;
      const place = `said.p${isDerived ? 0n : event.position}`;
      return rosterWrites(event).map(({ laoCode, fields }) => ({
        id: entryId(event.subject.fiscalYear, laoCode),
        set: { ...fields, withdrawal, [place]: fields as JsonObject },
      }));
    }
    case 'SurveyReviewed':
    case 'LaoReturned':
    case 'ProvinceCertified':
    case 'ProvinceCertificationRevoked':
    case 'ProvinceFenced':
      return [];
    default:
      return unknownEvent(event);
  }
};

export const rosters: Projection = {
  name: 'rosters',
  version: 2,
  indexes: [
    ['fiscalYear', 'rank'],
    ['fiscalYear', 'provinceCode', 'rank'],
    ['fiscalYear', 'successorCode', 'rank'],
    ['laoCode', '-fiscalYear'],
  ],
  project,
};
const collection = collectionName(rosters);

/** Undefined for an LAO that is in no roster of the year. */
export const rosterEntry = (
  store: ReadStoreQueries,
  { fiscalYear, laoCode }: SurveyKey,
): Promise<RosterEntry | undefined> => store.findById<RosterEntry>(collection, entryId(fiscalYear, laoCode));

/** Keyed by LAO code. LAOs that are in no roster of the year are absent. */
export const rosterEntries = async (
  store: ReadStoreQueries,
  fiscalYear: number,
  laoCodes: Iterable<string>,
): Promise<ReadonlyMap<string, RosterEntry>> => {
  const ids = [...new Set(laoCodes)].map((laoCode) => entryId(fiscalYear, laoCode));
  const entries = ids.length === 0 ? [] : await store.find<RosterEntry>(collection, { _id: { oneOf: ids } });
  return new Map(entries.map((entry) => [entry.laoCode, entry]));
};

/** Every LAO that was ever in the province's roster, in list order; all provinces if none is given. */
export const rosterOf = (
  store: ReadStoreQueries,
  fiscalYear: number,
  provinceCode?: string,
): Promise<readonly RosterEntry[]> => {
  const wanted = { fiscalYear, provinceCode };
  return store.find<RosterEntry>(collection, wanted, { sort: { rank: 1 } });
};

/** The LAOs that this LAO replaced. */
export const predecessorsOf = (
  store: ReadStoreQueries,
  { fiscalYear, laoCode }: SurveyKey,
): Promise<readonly RosterEntry[]> =>
  store.find<RosterEntry>(collection, { fiscalYear, successorCode: laoCode }, { sort: { rank: 1 } });

/** The entry in the latest round that includes the LAO. */
export const latestRosterEntry = async (
  store: ReadStoreQueries,
  laoCode: string,
): Promise<RosterEntry | undefined> => {
  const options = { sort: { fiscalYear: -1 }, limit: 1 } as const;
  const [latest] = await store.find<RosterEntry>(collection, { laoCode }, options);
  return latest;
};

/** The entry at a log position; undefined if no roster contained the LAO then. */
export const entryAt = (entry: RosterEntry, position: bigint): RosterEntry | undefined => {
  const said = Object.entries(entry.said)
    .map(([place, fields]) => ({ position: BigInt(place.slice(1)), fields }))
    .filter((each) => each.position <= position)
    .sort((a, b) => (a.position < b.position ? -1 : 1));
  if (said.length === 0) return undefined;
  return said.reduce<RosterEntry>((then, { fields }) => ({ ...then, ...fields }), entry);
};
