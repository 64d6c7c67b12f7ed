import type { LaoStatus } from '../../projections/read-models/lao-statuses.js';
import {
  listProvinceStatuses,
  type ProvinceStatus,
} from '../../projections/read-models/province-statuses.js';
import { everyStatusOfProvince, type RoundsAsOf } from '../../projections/read-models/round-states.js';
import { Slices } from '../basics/slices.js';
import type { ResultFilter } from './result-filter.js';

/** An LAO of a round, and what results are narrowed down and grouped by. */
export interface PlacedLao extends Pick<
  LaoStatus,
  | 'laoCode'
  | 'name'
  | 'nameEn'
  | 'type'
  | 'districtCode'
  | 'district'
  | 'provinceCode'
  | 'status'
  | 'started'
  | 'asked'
  | 'fingerprint'
  | 'rank'
> {
  readonly province: Pick<ProvinceStatus, 'name' | 'nameEn' | 'region'>;
}

/** The LAOs of a round in list order, the withdrawn ones included. */
export const rosterAt = async (rounds: RoundsAsOf, fiscalYear: number): Promise<readonly PlacedLao[]> => {
  const slices = await Slices.begin();
  const laos: PlacedLao[] = [];
  for (const { provinceCode, name, nameEn, region } of await listProvinceStatuses(rounds, fiscalYear)) {
    const province = { name, nameEn, region };
    for (const status of await everyStatusOfProvince(rounds, fiscalYear, provinceCode))
      laos.push(placedLao(status, province));
    await slices.step();
  }
  return laos;
};

export const placedLao = (
  {
    laoCode,
    name,
    nameEn,
    type,
    districtCode,
    district,
    provinceCode,
    status,
    started,
    asked,
    fingerprint,
    rank,
  }: LaoStatus,
  province: PlacedLao['province'],
): PlacedLao => ({
  ...{ laoCode, name, nameEn, type, districtCode, district, provinceCode },
  ...{ status, started, asked, fingerprint, rank, province },
});

type Narrowing = 'province' | 'district' | 'laoType' | 'region' | 'status';
export type LaoFilter = { readonly [Name in Narrowing]?: ResultFilter[Name] | undefined };

/** Whether the LAO counts. Withdrawn LAOs count only when they are asked for. */
export const counts = (lao: PlacedLao, { province, district, laoType, region, status }: LaoFilter): boolean =>
  (province === undefined || lao.provinceCode === province) &&
  (district === undefined || lao.districtCode === district) &&
  (laoType === undefined || lao.type === laoType) &&
  (region === undefined || lao.province.region === region) &&
  hasStatus(lao, status);

const hasStatus = ({ asked, status }: PlacedLao, wanted: LaoFilter['status']): boolean => {
  if (wanted === 'withdrawn') return !asked;
  if (!asked || wanted === undefined) return asked;
  return wanted === 'not-certified' ? status !== 'certified' : status === wanted;
};

/** How far some LAOs are. */
export const laoTotals = (laos: readonly PlacedLao[]) => ({
  total: laos.length,
  started: laos.filter(({ started }) => started).length,
  certified: laos.filter(({ status }) => status === 'certified').length,
  returned: laos.filter(({ status }) => status === 'returned').length,
});
