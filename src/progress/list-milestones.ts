import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { actsOfRound, type AuditEntry } from '../../projections/read-models/audit-trail.js';
import {
  listProvinceStatuses,
  type ProvinceStatus,
} from '../../projections/read-models/province-statuses.js';
import { entryAt, rosterEntries, type RosterEntry } from '../../projections/read-models/rosters.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { typesAbout } from '../events/event-types.js';
import { provinceView } from '../form/compose-form.js';
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

const ENROLLED = 'ProvinceEnrolled';

/** The roster events that change who is asked while the round runs. */
const types = [...typesAbout('certification', 'window'), 'LaoEnrolled', 'LaoWithdrawn', ENROLLED] as const;

@QueryHandler(ListMilestones)
export class ListMilestonesHandler implements IQueryHandler<ListMilestones> {
  constructor(private readonly store: ReadStore) {}

  async execute({ fiscalYear, provinceCode }: ListMilestones): Promise<MilestoneView[]> {
    const milestones = milestonesAmong(await actsOfRound(this.store, fiscalYear, types)).filter(
      (each) => each.provinceCode === null || each.provinceCode === (provinceCode ?? each.provinceCode),
    );
    const codes = milestones.flatMap(({ laoCode }) => laoCode ?? []);
    const laos = await rosterEntries(this.store, fiscalYear, codes);
    const provinces = await listProvinceStatuses(this.store, fiscalYear);
    const names = new Map(provinces.map((province) => [province.provinceCode, province]));
    return milestones.map((each) => view(each, laos, names));
  }
}

/** An opening or widening is shown at its last enrolment. Before that, the round does not yet ask all its LAOs. */
const milestonesAmong = (acts: readonly AuditEntry[]): readonly AuditEntry[] => {
  const milestones: AuditEntry[] = [];
  for (const act of acts) {
    const last = milestones.at(-1);
    if (act.type !== ENROLLED) milestones.push(act);
    else if (act.data['countsFrom'] !== undefined)
      continue; // of an upgrade: the round asked its LAOs long before
    else if (last?.type === 'CampaignOpened' || last?.type === 'CampaignWidened') {
      milestones[milestones.length - 1] = { ...last, position: act.position, at: act.at };
    }
  }
  return milestones;
};

const view = (
  { position, at, type, provinceCode, laoCode }: AuditEntry,
  laos: ReadonlyMap<string, RosterEntry>,
  provinces: ReadonlyMap<string, ProvinceStatus>,
): MilestoneView => {
  const lao = laoCode === null ? undefined : laos.get(laoCode);
  const then = lao && entryAt(lao, BigInt(position));
  return {
    position,
    time: at,
    type,
    province: provinceCode === null ? null : provinceView(provinceCode, provinces.get(provinceCode)),
    lao: laoCode === null ? null : { code: laoCode, name: then?.name ?? '', nameEn: then?.nameEn ?? '' },
  };
};
