import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { LogWalk } from '../past/log-walk.js';
import type { Milestone } from '../past/milestones.js';
import { Directory } from '../directory/directory.js';
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
    private readonly directory: Directory,
  ) {}

  async execute({ fiscalYear, provinceCode }: ListMilestones): Promise<MilestoneView[]> {
    await this.walk.reach((await this.eventStore.head()) ?? -1n);
    return this.walk.milestones
      .filter((each) => each.fiscalYear === fiscalYear)
      .filter(
        (each) => each.provinceCode === null || each.provinceCode === (provinceCode ?? each.provinceCode),
      )
      .map((each) => this.view(each));
  }

  private view({ position, at, type, provinceCode, laoCode }: Milestone): MilestoneView {
    const { directory } = this;
    return {
      position: position.toString(),
      time: at,
      type,
      province: named(provinceCode, (code) => directory.province(code)),
      lao: named(laoCode, (code) => directory.lao(code)),
    };
  }
}

const named = (code: string | null, find: (code: string) => { readonly name: string } | undefined) =>
  code === null ? null : { code, name: find(code)?.name ?? '' };
