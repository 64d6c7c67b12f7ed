import type { RosterDistrict, RosterEvent, RosterLao, RosterProvince } from '../events/roster-events.js';

/** An LAO that the round asks now, or asked before. */
export interface EnrolledLao extends RosterLao {
  /** Set once the LAO is withdrawn; undefined while it is asked. */
  readonly withdrawn: { readonly successorCode: string | null } | undefined;
}

/** Who is asked in a province in one year. */
export interface Roster {
  readonly province: RosterProvince;
  readonly districts: ReadonlyMap<string, RosterDistrict>;
  /** Includes withdrawn LAOs, so that their codes stay readable. */
  readonly laos: ReadonlyMap<string, EnrolledLao>;
}

/** The roster after one event. A change before the province's enrolment cannot be recorded, so it has no effect. */
export const rosterAfter = (roster: Roster | undefined, event: RosterEvent): Roster | undefined => {
  switch (event.type) {
    case 'ProvinceEnrolled': {
      const { province, districts, laos } = event.data;
      return {
        province,
        districts: byCode(districts),
        laos: byCode(laos.map((lao) => ({ ...lao, withdrawn: undefined }))),
      };
    }
    case 'LaoEnrolled': {
      const { lao, district } = event.data;
      return roster && withLao(withDistrict(roster, district), { ...lao, withdrawn: undefined });
    }
    case 'LaoWithdrawn': {
      const { laoCode, successorCode } = event.data;
      return changed(roster, laoCode, { withdrawn: { successorCode } });
    }
    case 'LaoRenamed': {
      const { laoCode, ...names } = event.data;
      return changed(roster, laoCode, names);
    }
    case 'LaoMoved': {
      const { laoCode, district, rank } = event.data;
      return changed(roster && withDistrict(roster, district), laoCode, {
        districtCode: district.code,
        rank,
      });
    }
    default:
      return event satisfies never;
  }
};

/** The LAOs that are asked, in list order. */
export const askedLaos = ({ laos }: Roster): readonly EnrolledLao[] =>
  [...laos.values()].filter(({ withdrawn }) => !withdrawn).sort((a, b) => a.rank - b.rank);

const byCode = <Item extends { readonly code: string }>(items: readonly Item[]): ReadonlyMap<string, Item> =>
  new Map(items.map((item) => [item.code, item]));

const withDistrict = (roster: Roster, district: RosterDistrict): Roster => ({
  ...roster,
  districts: new Map(roster.districts).set(district.code, district),
});

const withLao = (roster: Roster, lao: EnrolledLao): Roster => ({
  ...roster,
  laos: new Map(roster.laos).set(lao.code, lao),
});

const changed = (
  roster: Roster | undefined,
  laoCode: string,
  changes: Partial<EnrolledLao>,
): Roster | undefined => {
  const lao = roster?.laos.get(laoCode);
  return roster && lao ? withLao(roster, { ...lao, ...changes }) : roster;
};
