import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { listProvinceStatuses } from '../../projections/read-models/province-statuses.js';
import { entryAt, rosterEntries, type RosterEntry } from '../../projections/read-models/rosters.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { LogWalk } from '../past/log-walk.js';
import type { Milestone } from '../past/milestones.js';
import { EventStore } from '../event-store/event-store.js';
import { NamedCode } from '../form/form-view.js';

export class MilestoneView {
  @ApiProperty({ description: 'Place in the log: what `at` takes.' }) position!: string;
  @ApiProperty({ format: 'date-time' }) time!: string;
  @ApiProperty({ example: 'LaoCertified' }) type!: string;
  @ApiProperty({ type: NamedCode, nullable: true }) province!: NamedCode | null;
  @ApiProperty({ type: NamedCode, nullable: true }) lao!: NamedCode | null;
}

/** The round's opening and closing, and each certification and its undoing, in log order, of one province or of all. */
export class ListMilestones extends Query<MilestoneView[]> {
  constructor(
    readonly fiscalYear: number,
    readonly provinceCode: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ListMilestones)
export class ListMilestonesHandler implements IQueryHandler<ListMilestones> {
  constructor(
    private readonly walk: LogWalk,
    private readonly eventStore: EventStore,
    private readonly store: ReadStore,
  ) {}

  async execute({ fiscalYear, provinceCode }: ListMilestones): Promise<MilestoneView[]> {
    await this.walk.reach((await this.eventStore.head()) ?? -1n);
    const milestones = this.walk.milestones
      .filter((each) => each.fiscalYear === fiscalYear)
      .filter(
        (each) => each.provinceCode === null || each.provinceCode === (provinceCode ?? each.provinceCode),
      );
    const codes = milestones.flatMap(({ laoCode }) => laoCode ?? []);
    const laos = await rosterEntries(this.store, fiscalYear, codes);
    const provinces = await listProvinceStatuses(this.store, fiscalYear);
    const names = new Map(provinces.map((province) => [province.provinceCode, province.name]));
    return milestones.map((each) => view(each, laos, names));
  }
}

const view = (
  { position, at, type, provinceCode, laoCode }: Milestone,
  laos: ReadonlyMap<string, RosterEntry>,
  provinces: ReadonlyMap<string, string>,
): MilestoneView => {
  const lao = laoCode === null ? undefined : laos.get(laoCode);
  const then = lao && entryAt(lao, position);
  return {
    position: position.toString(),
    time: at,
    type,
    province: provinceCode === null ? null : { code: provinceCode, name: provinces.get(provinceCode) ?? '' },
    lao: laoCode === null ? null : { code: laoCode, name: then?.name ?? '' },
  };
};
