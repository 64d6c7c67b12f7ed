import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsIdentifier } from '../http/identifiers.js';
import { listLaoStatuses, type LaoStatus } from '../../projections/read-models/lao-statuses.js';
import { latestProvinceStatus, provinceNames } from '../../projections/read-models/province-statuses.js';
import { latestRosterEntry } from '../../projections/read-models/rosters.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import type { Actor } from '../events/actor.js';
import { laoRefusal, provinceRefusal } from '../identity/policy.js';
import { atDescription } from '../past/moment.js';
import type { Standpoint } from '../past/standpoint.js';
import { problems } from '../problems/catalogue.js';
import { PagingQuery } from '../http/paging.js';
import { districtView, provinceView } from '../form/compose-form.js';
import { NamedCode, type SurveyStatus } from '../form/form-view.js';

export class ListSurveysQuery extends PagingQuery {
  @ApiPropertyOptional({ type: 'integer', description: 'Default: every year that has a campaign.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  fiscalYear?: number;

  @ApiPropertyOptional({ description: 'Province code.' })
  @IsOptional()
  @IsIdentifier()
  province?: string;

  @ApiPropertyOptional({ description: 'District code.' })
  @IsOptional()
  @IsIdentifier()
  district?: string;

  @ApiPropertyOptional({ description: 'LAO code.' })
  @IsOptional()
  @IsIdentifier()
  lao?: string;

  @ApiPropertyOptional({
    enum: ['not-certified', 'certified', 'returned', 'withdrawn'],
    description:
      '`not-certified` finds all that are not certified, the returned ones included; `withdrawn` those that are asked no longer, which are found otherwise by their code alone.',
  })
  @IsOptional()
  @IsIn(['not-certified', 'certified', 'returned', 'withdrawn'])
  status?: SurveyStatus | 'withdrawn';

  @ApiPropertyOptional({ description: 'Part of a name, with or without its type.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  @ApiPropertyOptional({ description: atDescription })
  @IsOptional()
  at?: string;
}

class ListedLao extends NamedCode {
  @ApiProperty({ example: 'sao' }) type!: string;
}

class SurveyListItem {
  @ApiProperty({ type: 'integer' }) number!: number;
  @ApiProperty({ type: 'integer' }) fiscalYear!: number;
  @ApiProperty({ type: NamedCode }) province!: NamedCode;
  @ApiProperty({ type: NamedCode }) district!: NamedCode;
  @ApiProperty({ type: ListedLao }) lao!: ListedLao;
  @ApiProperty({ enum: ['not-certified', 'certified', 'returned'] }) status!: SurveyStatus;
  @ApiProperty({ description: 'The round asks it no longer.' }) withdrawn!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'The LAO that took its place.' })
  successorCode!: string | null;
  @ApiProperty({ type: Boolean }) started!: boolean;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) certifiedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) returnedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) lastActivityAt!: string | null;
}

export class SurveyList {
  @ApiProperty({ type: [SurveyListItem] }) items!: SurveyListItem[];
  @ApiProperty({ type: 'integer' }) total!: number;
  @ApiProperty({ type: 'integer' }) page!: number;
  @ApiProperty({ type: 'integer' }) pageSize!: number;
}

/** The list screen: every LAO in the campaign's scope that this person may see, started or not, now or at a point of the past. */
export class ListSurveys extends Query<SurveyList> {
  constructor(
    readonly filter: ListSurveysQuery,
    readonly actor: Actor,
    readonly from?: Standpoint,
  ) {
    super();
  }
}

@QueryHandler(ListSurveys)
export class ListSurveysHandler implements IQueryHandler<ListSurveys> {
  constructor(private readonly live: ReadStore) {}

  async execute({ filter, actor, from }: ListSurveys): Promise<SurveyList> {
    const { page, pageSize } = filter;
    this.requireScope(filter, actor);
    await this.requireKnown(filter);
    const wanted = {
      fiscalYear: filter.fiscalYear,
      provinceCode: filter.province ?? actor.provinceCode,
      districtCode: filter.district,
      laoCode: filter.lao ?? actor.laoCode,
      status: filter.status,
      query: filter.q,
    };
    const store = from?.store ?? this.live;
    const { items, total } = await listLaoStatuses(store, wanted, { page, pageSize });
    const provinces = await provinceNames(store, items);
    const first = (page - 1) * pageSize + 1;
    return {
      items: items.map((status, index) => item(status, provinces, first + index)),
      total,
      page,
      pageSize,
    };
  }

  /** A code that no round ever asked is a mistake somebody wants to hear of, not an empty list. */
  private async requireKnown({ lao, province }: ListSurveysQuery): Promise<void> {
    if (province !== undefined && !(await latestProvinceStatus(this.live, province))) {
      throw problems.unknownProvince(province);
    }
    if (lao !== undefined && !(await latestRosterEntry(this.live, lao))) throw problems.unknownLao(lao);
  }

  /** A request for another's data by name is refused, not answered with an empty list. */
  private requireScope({ lao, province }: ListSurveysQuery, actor: Actor): void {
    const refused =
      (lao !== undefined && laoRefusal(actor, lao)) ||
      (province !== undefined && actor.role !== 'lao' && provinceRefusal(actor, province));
    if (refused) throw refused;
  }
}

const item = (
  status: LaoStatus,
  provinces: Awaited<ReturnType<typeof provinceNames>>,
  number: number,
): SurveyListItem => {
  const { fiscalYear, provinceCode, laoCode, started } = status;
  return {
    number,
    fiscalYear,
    province: provinceView(provinceCode, provinces.get(`${fiscalYear}.${provinceCode}`)),
    district: districtView(status),
    lao: { code: laoCode, name: status.name, nameEn: status.nameEn, type: status.type },
    status: status.status,
    withdrawn: !status.asked,
    successorCode: status.successorCode,
    started,
    certifiedAt: status.certifiedAt,
    returnedAt: status.returnedAt,
    lastActivityAt: status.lastActivityAt,
  };
};
