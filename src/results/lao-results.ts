import { listLaoStatuses, type LaoStatusFilter } from '../../projections/read-models/lao-statuses.js';
import type { ProvinceStatus } from '../../projections/read-models/province-statuses.js';
import type { RoundsAsOf } from '../../projections/read-models/round-states.js';
import { formsOf } from '../../projections/read-models/survey-forms.js';
import type { Past } from '../past/past.js';
import type { Point } from '../past/points.js';
import { WithForms } from '../past/standpoint.js';
import type { LaoResult } from './answer-row.js';

/** LAOs whose forms are in memory at once. */
const PORTION = 50;

export interface ResultScope {
  readonly fiscalYear: number;
  /** In list order. */
  readonly provinces: readonly ProvinceStatus[];
  readonly laoCode?: string | undefined;
  readonly status?: LaoStatusFilter['status'];
}

/** The LAOs in scope with their forms as they were right after the point, in list order. */
export async function* laoResults(
  past: Past,
  rounds: RoundsAsOf,
  point: Point,
  { fiscalYear, provinces, laoCode, status }: ResultScope,
): AsyncGenerator<readonly LaoResult[]> {
  for (const province of provinces) {
    const { provinceCode } = province;
    const wanted = { fiscalYear, provinceCode, laoCode, status };
    for (let page = 1, left = 1; left > 0; page += 1) {
      const { items, total } = await listLaoStatuses(rounds, wanted, { page, pageSize: PORTION });
      left = total - page * PORTION;
      const codes = items.map((item) => item.laoCode);
      const found = await past.formsIn({ fiscalYear, provinceCode }, codes, point);
      const forms = await formsOf(new WithForms(rounds, found), fiscalYear, codes);
      yield items.map((item) => ({ province, status: item, form: forms.get(item.laoCode)! }));
    }
  }
}
