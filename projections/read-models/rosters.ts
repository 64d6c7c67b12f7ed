import { isIn, unknownEvent, type RecordedDomainEvent } from '../../src/events/domain-event.js';
import type { SurveyKey } from '../../src/events/streams.js';
import type { JsonObject } from '../../src/basics/json.js';
import { collectionName } from '../engine/collection-name.js';
import type { Projection } from '../engine/projection.js';
import type { Document, Write } from '../read-store/document.js';
import type { ReadStore } from '../read-store/read-store.js';
import { rosterWrites, type RosterFields } from './roster-writes.js';

/** Since when an LAO is asked no longer, and why. */
export interface Withdrawal {
  readonly at: string;
  readonly reason: string;
}

/** One LAO in one round: how it is called and where it lies, also once it was withdrawn. */
export interface RosterEntry extends Document, RosterFields {
  readonly withdrawal: Withdrawal | null;
  /**
   * What each event of the roster said of it, by `p<position>`: paper that was issued keeps the names that it was issued with. A roster
   * that was derived for an older log counts from its beginning: `p0`.
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
    case 'LaoReturned':
    case 'ProvinceCertified':
    case 'ProvinceCertificationRevoked':
      return [];
    default:
      return unknownEvent(event);
  }
};

export const rosters: Projection = {
  name: 'rosters',
  version: 1,
  indexes: [
    ['fiscalYear', 'rank'],
    ['fiscalYear', 'provinceCode', 'rank'],
    ['fiscalYear', 'successorCode', 'rank'],
    ['laoCode', '-fiscalYear'],
  ],
  project,
};
const collection = collectionName(rosters);

/** Undefined for an LAO that no roster of the year has named. */
export const rosterEntry = (
  store: ReadStore,
  { fiscalYear, laoCode }: SurveyKey,
): Promise<RosterEntry | undefined> => store.findById<RosterEntry>(collection, entryId(fiscalYear, laoCode));

/** By LAO code; those that no roster of the year has named are absent. */
export const rosterEntries = async (
  store: ReadStore,
  fiscalYear: number,
  laoCodes: Iterable<string>,
): Promise<ReadonlyMap<string, RosterEntry>> => {
  const ids = [...new Set(laoCodes)].map((laoCode) => entryId(fiscalYear, laoCode));
  const entries = ids.length === 0 ? [] : await store.find<RosterEntry>(collection, { _id: { oneOf: ids } });
  return new Map(entries.map((entry) => [entry.laoCode, entry]));
};

/** Every LAO that the province's roster has ever named, in list order; of all provinces if none is given. */
export const rosterOf = (
  store: ReadStore,
  fiscalYear: number,
  provinceCode?: string,
): Promise<readonly RosterEntry[]> => {
  const wanted = { fiscalYear, provinceCode };
  return store.find<RosterEntry>(collection, wanted, { sort: { rank: 1 } });
};

/** The LAOs whose place it took. */
export const predecessorsOf = (
  store: ReadStore,
  { fiscalYear, laoCode }: SurveyKey,
): Promise<readonly RosterEntry[]> =>
  store.find<RosterEntry>(collection, { fiscalYear, successorCode: laoCode }, { sort: { rank: 1 } });

/** As the last round that asked it names it. */
export const latestRosterEntry = async (
  store: ReadStore,
  laoCode: string,
): Promise<RosterEntry | undefined> => {
  const options = { sort: { fiscalYear: -1 }, limit: 1 } as const;
  const [latest] = await store.find<RosterEntry>(collection, { laoCode }, options);
  return latest;
};

/** How it was called at a position of the log; undefined if no roster named it then. */
export const entryAt = (entry: RosterEntry, position: bigint): RosterEntry | undefined => {
  const said = Object.entries(entry.said)
    .map(([place, fields]) => ({ position: BigInt(place.slice(1)), fields }))
    .filter((each) => each.position <= position)
    .sort((a, b) => (a.position < b.position ? -1 : 1));
  if (said.length === 0) return undefined;
  return said.reduce<RosterEntry>((then, { fields }) => ({ ...then, ...fields }), entry);
};
