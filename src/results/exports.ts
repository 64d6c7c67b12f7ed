import { Injectable } from '@nestjs/common';
import {
  listProvinceStatuses,
  type ProvinceStatus,
} from '../../projections/read-models/province-statuses.js';
import type { RoundsAsOf } from '../../projections/read-models/round-states.js';
import { enrolledProvince, enrolledSurvey } from '../campaign/get-enrolled.js';
import type { Actor } from '../events/actor.js';
import { Past } from '../past/past.js';
import type { Point } from '../past/points.js';
import { requireWhole } from './damage.js';
import { laoResults, type ResultScope } from './lao-results.js';
import { requireProvinceInScope, type ResultFilter } from './result-filter.js';
import { ResultPoints } from './result-points.js';
import { resultTable, type ResultTable, type Shape } from './result-table.js';
import { ResultYears } from './result-years.js';

export interface ExportRequest extends ResultFilter {
  readonly fiscalYear: number;
  readonly shape: Shape;
}

/** A table to write, and the part of its file's name before the ending. */
export interface ExportedTable {
  readonly name: string;
  readonly table: ResultTable;
}

/** Opens the answers of a round as a table, within the scope of the person who asks. */
@Injectable()
export class Exports {
  constructor(
    private readonly past: Past,
    private readonly points: ResultPoints,
    private readonly years: ResultYears,
  ) {}

  /**
   * The position is fixed here: what is recorded while the rows are read belongs to a later export.
   * @throws Problem `out-of-scope`, `unknown-campaign`, `province-not-in-campaign`, `lao-not-in-campaign`, `unknown-lao`,
   * `record-damaged`, and what `ResultPoints.find` throws.
   */
  async open(request: ExportRequest, actor: Actor): Promise<ExportedTable> {
    requireProvinceInScope(request.province, actor);
    const { fiscalYear, shape } = request;
    const point = await this.points.find(request);
    const { rounds, questionnaire } = await this.years.round(fiscalYear, point);
    const scope = await scopeOf(rounds, request, actor);
    await requireWhole(this.past.store, scope, point.position);
    const position = point.position.toString();
    return {
      name: fileName(request, actor, point),
      table: resultTable(
        { fiscalYear, shape, questionnaire, position, time: point.time },
        laoResults(this.past, rounds, point, scope),
      ),
    };
  }
}

const scopeOf = async (
  rounds: RoundsAsOf,
  { fiscalYear, province, district, laoType, region, status }: ExportRequest,
  actor: Actor,
): Promise<ResultScope> => {
  const { laoCode } = actor;
  const rest = { fiscalYear, districtCode: district, laoType, laoCode, status };
  if (laoCode !== undefined) {
    const { province: own } = await enrolledSurvey(rounds, { fiscalYear, laoCode });
    return { ...rest, provinces: [own].filter((each) => isIn(each, region)) };
  }
  const code = province ?? actor.provinceCode;
  const provinces =
    code === undefined
      ? await listProvinceStatuses(rounds, fiscalYear)
      : [(await enrolledProvince(rounds, { fiscalYear, provinceCode: code })).province];
  return { ...rest, provinces: provinces.filter((each) => isIn(each, region)) };
};

const isIn = (province: ProvinceStatus, region: string | undefined): boolean =>
  region === undefined || province.region === region;

/** `results-2565-long-12-certified-position-1234-20221107T092930Z`. */
const fileName = (
  { fiscalYear, shape, province, district, laoType, region, status }: ExportRequest,
  actor: Actor,
  { position, time }: Point,
): string => {
  const place = actor.laoCode ?? district ?? province ?? actor.provinceCode ?? 'nation';
  const second = time.replace(/[-:]|\.\d+/g, '');
  // A region has a Thai name, which the name of a file cannot have everywhere.
  const part = region === undefined ? undefined : 'region';
  const parts = ['results', fiscalYear, shape, place, part, laoType, status, 'position', position, second];
  return parts.filter((part) => part !== undefined).join('-');
};
