import type { Directory, District, Lao, Province } from '../directory/directory.js';
import type { ProvinceEnrolled, RosterDistrict, RosterLao, RosterProvince } from '../events/roster-events.js';

/** More than the LAOs of any province, so that provinces never overlap in the nation's list. */
const PLACES_A_PROVINCE = 10_000;

/** What the directory files propose for the next enrolment of a province. @throws Problem `unknown-province`. */
export const proposedRoster = (directory: Directory, provinceCode: string): ProvinceEnrolled['data'] => {
  const province = directory.requireProvince(provinceCode);
  const laos = directory.laosOf(provinceCode);
  const used = new Set(laos.map(({ districtCode }) => districtCode));
  return {
    province: rosterProvince(province),
    districts: directory
      .districtsOf(provinceCode)
      .filter(({ code }) => used.has(code))
      .map(rosterDistrict),
    laos: laos.map((lao, at) => rosterLao(lao, province.rank * PLACES_A_PROVINCE + at + 1)),
  };
};

const rosterProvince = ({ code, name, nameEn, region, rank }: Province): RosterProvince => ({
  code,
  name,
  nameEn,
  region,
  rank,
});

export const rosterDistrict = ({ code, name, nameEn, rank }: District): RosterDistrict => ({
  code,
  name,
  nameEn,
  rank,
});

export const rosterLao = (
  { code, districtCode, type, name, officialName, baseName, nameEn }: Lao,
  rank: number,
): RosterLao => ({ code, districtCode, type, name, officialName, baseName, nameEn, rank });
