import type { Directory, District, Lao, Province } from '../directory/directory.js';
import type { ProvinceEnrolled, RosterDistrict, RosterLao, RosterProvince } from '../events/roster-events.js';

/** Larger than the number of LAOs in any province, so that the ranks of provinces never overlap in the national list. */
const PLACES_A_PROVINCE = 10_000;

/** The roster that the directory files propose for a province's enrolment. @throws Problem `unknown-province`. */
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
