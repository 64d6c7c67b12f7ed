import { searchText } from '../../src/basics/thai-search.js';
import type { RecordedIn } from '../../src/events/domain-event.js';
import type { RosterDistrict, RosterEvent, RosterLao } from '../../src/events/roster-events.js';
import { provinceOf } from '../../src/events/streams.js';

/** The roster data of an LAO as read models store it. */
export interface RosterFields {
  readonly fiscalYear: number;
  readonly laoCode: string;
  readonly provinceCode: string;
  readonly districtCode: string;
  readonly district: string;
  readonly districtEn: string;
  readonly type: string;
  /** The name shown in lists. */
  readonly name: string;
  /** The full name. */
  readonly officialName: string;
  readonly baseName: string;
  /** Empty if the directory files had none. */
  readonly nameEn: string;
  /** Normalised texts for searching. */
  readonly search: readonly string[];
  /** Position in the list of the whole nation. */
  readonly rank: number;
  /** Whether the LAO takes part in the round; false after its withdrawal. */
  readonly asked: boolean;
  /** The LAO that replaces a withdrawn LAO; else null. */
  readonly successorCode: string | null;
}

/** The data that one roster event sets for one LAO. */
export interface RosterWrite {
  readonly laoCode: string;
  readonly fields: Partial<RosterFields>;
}

/** The data that a roster event sets, one item per LAO. */
export const rosterWrites = (
  event: Extract<RecordedIn<'province'>, { readonly type: RosterEvent['type'] }>,
): readonly RosterWrite[] => {
  const { fiscalYear } = event.subject;
  switch (event.type) {
    case 'ProvinceEnrolled': {
      const districts = new Map(event.data.districts.map((district) => [district.code, district]));
      return event.data.laos.map((lao) => enrolled(fiscalYear, lao, districts.get(lao.districtCode)));
    }
    case 'LaoEnrolled':
      return [enrolled(fiscalYear, event.data.lao, event.data.district)];
    case 'LaoWithdrawn': {
      const { laoCode, successorCode } = event.data;
      return [{ laoCode, fields: { asked: false, successorCode } }];
    }
    case 'LaoRenamed': {
      const { laoCode, ...names } = event.data;
      return [{ laoCode, fields: { ...names, search: searchText(names) } }];
    }
    case 'LaoMoved': {
      const { laoCode, district, rank } = event.data;
      const { code: districtCode, name, nameEn } = district;
      return [{ laoCode, fields: { districtCode, district: name, districtEn: nameEn, rank } }];
    }
    default:
      return event satisfies never;
  }
};

const enrolled = (
  fiscalYear: number,
  { code: laoCode, ...lao }: RosterLao,
  district: RosterDistrict | undefined,
): { readonly laoCode: string; readonly fields: RosterFields } => ({
  laoCode,
  fields: {
    ...lao,
    search: searchText(lao),
    fiscalYear,
    laoCode,
    provinceCode: provinceOf(laoCode),
    district: district?.name ?? '',
    districtEn: district?.nameEn ?? '',
    asked: true,
    successorCode: null,
  },
});
