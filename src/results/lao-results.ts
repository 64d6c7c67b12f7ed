import { answersOf, formAsOf } from '../../projections/read-models/answers.js';
import { listLaoStatuses, type LaoStatusFilter } from '../../projections/read-models/lao-statuses.js';
import type { ProvinceStatus } from '../../projections/read-models/province-statuses.js';
import type { RoundsAsOf } from '../../projections/read-models/round-states.js';
import { Slices } from '../basics/slices.js';
import type { Past } from '../past/past.js';
import type { Point } from '../past/points.js';
import type { LaoResult } from './answer-row.js';

/** LAOs whose forms are in memory at once. */
const PORTION = 20;

export interface ResultScope {
  readonly fiscalYear: number;
  /** In list order. */
  readonly provinces: readonly ProvinceStatus[];
  readonly districtCode?: string | undefined;
  readonly laoType?: string | undefined;
  readonly laoCode?: string | undefined;
  readonly status?: LaoStatusFilter['status'];
}

/** The LAOs in scope with their forms as they were right after the point, in list order. */
export async function* laoResults(
  past: Past,
  rounds: RoundsAsOf,
  point: Point,
  { fiscalYear, provinces, laoType, ...scope }: ResultScope,
): AsyncGenerator<readonly LaoResult[]> {
  const slices = await Slices.begin();
  for (const province of provinces) {
    const { provinceCode } = province;
    const wanted = { fiscalYear, provinceCode, ...scope };
    for (let page = 1, left = 1; left > 0; page += 1) {
      const { items, total } = await listLaoStatuses(rounds, wanted, { page, pageSize: PORTION });
      left = total - page * PORTION;
      const laos = items.filter(({ type }) => laoType === undefined || type === laoType);
      const codes = laos.map((item) => item.laoCode);
      const recorded = await answersOf(past.store, fiscalYear, codes);
      yield laos.map((status) => ({
        province,
        status,
        form: formAsOf(recorded.get(status.laoCode), point.position),
      }));
      await slices.step();
    }
  }
}
