import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Slices } from '../basics/slices.js';
import type { Actor } from '../events/actor.js';
import type { Point } from '../past/points.js';
import { problems } from '../problems/catalogue.js';
import { laoTally } from './cube/tally.js';
import { scopedFilter } from './result-scope.js';
import type { GroupCountsView, Grouping, GroupsView, GroupView } from './result-views.js';
import { ResultYears, type ResultYear } from './result-years.js';
import { counts, type LaoFilter, type PlacedLao } from './roster-at.js';

export interface GroupsRequest extends LaoFilter {
  readonly by: Grouping;
  readonly row?: string;
  readonly against?: number;
  readonly page: number;
  readonly pageSize: number;
}

/** The LAOs of a round in groups: how many offer services, or the one service. */
export class GetGroups extends Query<GroupsView> {
  constructor(
    readonly fiscalYear: number,
    readonly point: Point,
    readonly request: GroupsRequest,
    readonly actor: Actor,
  ) {
    super();
  }
}

@QueryHandler(GetGroups)
export class GetGroupsHandler implements IQueryHandler<GetGroups> {
  constructor(private readonly years: ResultYears) {}

  /** @throws Problem `out-of-scope`, `unknown-campaign`, `unknown-row`, `invalid-request`. */
  async execute({ fiscalYear, point, request, actor }: GetGroups): Promise<GroupsView> {
    const { by, row, against, page, pageSize } = request;
    const year = await this.years.open(fiscalYear, point);
    const wanted = scopedFilter(request, actor, year.roster);
    if (by === 'lao' && wanted.province === undefined) throw problems.invalidRequest([needsProvince]);
    requireRow(year, row);
    const grouped = await groupsOf(year, wanted, by, row);
    const shown = by === 'lao' ? grouped.slice((page - 1) * pageSize, page * pageSize) : grouped;
    const before = against === undefined ? undefined : await this.before(against, point, wanted, request);
    return {
      ...(await this.years.head(year)),
      by,
      row: row ?? null,
      total: grouped.length,
      groups: before ? shown.map((group) => ({ ...group, before: before.get(group.id) ?? null })) : shown,
    };
  }

  private async before(
    fiscalYear: number,
    point: Point,
    wanted: LaoFilter,
    { by, row }: GroupsRequest,
  ): Promise<ReadonlyMap<string, GroupCountsView>> {
    const year = await this.years.open(fiscalYear, point);
    // A form that did not have the row has nothing to compare.
    if (row !== undefined && year.answers.rowNumber(row) === undefined) return new Map();
    const groups = await groupsOf(year, wanted, by, row);
    return new Map(groups.map(({ id, name: _, nameEn: __, ...group }) => [id, group]));
  }
}

const needsProvince = { path: 'province', message: 'must be given with by=lao' };

/** @throws Problem `unknown-row` */
export const requireRow = ({ answers }: ResultYear, row: string | undefined): void => {
  if (row !== undefined && answers.rowNumber(row) === undefined) throw problems.unknownRow(row);
};

const groupsOf = async (
  { roster, answers, position }: ResultYear,
  wanted: LaoFilter,
  by: Grouping,
  rowId: string | undefined,
): Promise<GroupView[]> => {
  const slices = await Slices.begin();
  const row = rowId === undefined ? undefined : answers.rowNumber(rowId);
  const groups = new Map<string, GroupView>();
  for (const lao of roster) {
    if (!counts(lao, wanted)) continue;
    const { id, ...names } = grouped[by](lao);
    const group = groups.get(id);
    const total = group ?? { id, ...names, ...blank, users: { sum: 0, laos: 0 } };
    if (!group) groups.set(id, total);
    const own = laoTally(answers, lao.laoCode, position, row);
    total.laos += 1;
    total.started += Number(lao.started);
    total.certified += Number(lao.status === 'certified');
    total.answered += own.answered;
    total.offering += own.offering;
    total.needed += own.needed;
    total.users.sum += own.users.sum;
    total.users.laos += own.users.laos;
    await slices.step();
  }
  return [...groups.values()];
};

const blank = { laos: 0, started: 0, certified: 0, answered: 0, offering: 0, needed: 0 };

const grouped: {
  readonly [By in Grouping]: (lao: PlacedLao) => Pick<GroupView, 'id' | 'name' | 'nameEn'>;
} = {
  region: ({ province: { region } }) => ({ id: region, name: region }),
  province: ({ provinceCode, province: { name, nameEn } }) => ({ id: provinceCode, name, nameEn }),
  district: ({ districtCode, district }) => ({ id: districtCode, name: district }),
  laoType: ({ type }) => ({ id: type, name: type }),
  lao: ({ laoCode, name, nameEn }) => ({ id: laoCode, name, nameEn }),
};
