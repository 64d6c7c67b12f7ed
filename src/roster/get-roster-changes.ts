import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import {
  listProvinceStatuses,
  type ProvinceStatus,
} from '../../projections/read-models/province-statuses.js';
import { rosterOf, type RosterEntry } from '../../projections/read-models/rosters.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { Directory } from '../directory/directory.js';
import { problems } from '../problems/catalogue.js';
import { proposedRoster } from './proposed-roster.js';
import { codeOf, differenceKinds, rosterDifference, type RosterDifference } from './roster-difference.js';

class LaoNames {
  @ApiProperty({ example: 'อบต.บางไผ่' }) name!: string;
  @ApiProperty({ example: 'องค์การบริหารส่วนตำบลบางไผ่' }) officialName!: string;
  @ApiProperty({ description: 'Empty if there is none.' }) nameEn!: string;
  @ApiProperty({ example: 'sao' }) type!: string;
  @ApiProperty({ example: 'เมืองนนทบุรี' }) district!: string;
  @ApiProperty({ example: 'Mueang Nonthaburi' }) districtEn!: string;
}

class RosterChangeView {
  @ApiProperty({ enum: differenceKinds }) kind!: RosterDifference['kind'];
  @ApiProperty({ example: '06120106' }) laoCode!: string;
  @ApiProperty({ type: LaoNames, nullable: true, description: 'As the roster has it.' })
  before!: LaoNames | null;
  @ApiProperty({ type: LaoNames, nullable: true, description: 'As the directory files have it.' })
  after!: LaoNames | null;
}

class AskedLao {
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty() nameEn!: string;
}

export class ProvinceChanges {
  @ApiProperty({ example: '12' }) code!: string;
  @ApiProperty({ example: 'นนทบุรี' }) name!: string;
  @ApiProperty({ example: 'Nonthaburi', description: 'Empty if none is recorded.' }) nameEn!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'While it is certified nothing can be applied.',
  })
  certifiedAt!: string | null;
  @ApiProperty({ type: [RosterChangeView] }) changes!: RosterChangeView[];
  @ApiProperty({ type: [AskedLao], description: 'Who may be named as a successor: asked now, or added.' })
  successors!: AskedLao[];
}

/** The differences between the rosters that the directory files propose and the recorded ones. Provinces without one are omitted. */
export class GetRosterChanges extends Query<ProvinceChanges[]> {
  constructor(
    readonly fiscalYear: number,
    readonly provinceCode: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetRosterChanges)
export class GetRosterChangesHandler implements IQueryHandler<GetRosterChanges> {
  constructor(
    private readonly store: ReadStore,
    private readonly directory: Directory,
  ) {}

  async execute({ fiscalYear, provinceCode }: GetRosterChanges): Promise<ProvinceChanges[]> {
    const enrolled = await listProvinceStatuses(this.store, fiscalYear);
    const wanted = enrolled.filter((each) => each.provinceCode === (provinceCode ?? each.provinceCode));
    if (provinceCode !== undefined && wanted.length === 0) {
      throw problems.provinceNotInCampaign(provinceCode, fiscalYear);
    }
    const entries = await rosterOf(this.store, fiscalYear, provinceCode);
    const rosters = Map.groupBy(entries, (entry) => entry.provinceCode);
    // A province that the files lack is skipped, not emptied: the files may cover only part of the nation.
    const proposed = wanted.filter((each) => this.directory.province(each.provinceCode));
    return proposed
      .map((province) => this.changes(province, rosters.get(province.provinceCode) ?? []))
      .filter(({ changes }) => changes.length > 0);
  }

  private changes(province: ProvinceStatus, entries: readonly RosterEntry[]): ProvinceChanges {
    const { provinceCode: code, name, nameEn, certifiedAt } = province;
    const proposal = proposedRoster(this.directory, code);
    const laos = new Map(entries.map((entry) => [entry.laoCode, enrolledLao(entry)]));
    const districts = new Map(
      entries.map(({ districtCode, district, districtEn }) => [
        districtCode,
        { name: district, nameEn: districtEn },
      ]),
    );
    for (const district of proposal.districts) districts.set(district.code, district);
    const found = rosterDifference({ laos }, proposal);
    const named = (lao: NamedLao): LaoNames => ({
      name: lao.name,
      officialName: lao.officialName,
      nameEn: lao.nameEn,
      type: lao.type,
      district: districts.get(lao.districtCode)?.name ?? '',
      districtEn: districts.get(lao.districtCode)?.nameEn ?? '',
    });
    return {
      code,
      name,
      nameEn,
      certifiedAt,
      changes: found.map((difference) => ({
        kind: difference.kind,
        laoCode: codeOf(difference),
        before: difference.kind === 'added' ? null : named(difference.before),
        after: difference.kind === 'gone' ? null : named(difference.lao),
      })),
      successors: proposal.laos.map((lao) => ({ code: lao.code, name: lao.name, nameEn: lao.nameEn })),
    };
  }
}

type NamedLao = Pick<RosterEntry, 'name' | 'officialName' | 'nameEn' | 'type' | 'districtCode'>;

const enrolledLao = ({ laoCode: code, asked, successorCode, ...entry }: RosterEntry) => ({
  ...entry,
  code,
  withdrawn: asked ? undefined : { successorCode },
});
