import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsIdentifier } from '../http/identifiers.js';
import { listLaoStatuses, type LaoStatus } from '../../projections/read-models/lao-statuses.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import type { Actor } from '../events/actor.js';
import { laoRefusal, provinceRefusal } from '../identity/policy.js';
import { atDescription } from '../past/moment.js';
import type { Standpoint } from '../past/past.js';
import { Directory } from '../directory/directory.js';
import { PagingQuery } from '../http/paging.js';
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
    enum: ['not-certified', 'certified', 'returned'],
    description: '`not-certified` finds all that are not certified, the returned ones included.',
  })
  @IsOptional()
  @IsIn(['not-certified', 'certified', 'returned'])
  status?: SurveyStatus;

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
  constructor(
    private readonly live: ReadStore,
    private readonly directory: Directory,
  ) {}

  async execute({ filter, actor, from }: ListSurveys): Promise<SurveyList> {
    const { page, pageSize } = filter;
    this.requireScope(filter, actor);
    const wanted = {
      fiscalYear: filter.fiscalYear,
      provinceCode: filter.province ?? actor.provinceCode,
      districtCode: filter.district,
      laoCode: filter.lao ?? actor.laoCode,
      status: filter.status,
      query: filter.q,
    };
    const { items, total } = await listLaoStatuses(from?.store ?? this.live, wanted, { page, pageSize });
    const first = (page - 1) * pageSize + 1;
    return { items: items.map((status, index) => this.item(status, first + index)), total, page, pageSize };
  }

  /** A request for another's data by name is refused, not answered with an empty list. */
  private requireScope({ lao, province }: ListSurveysQuery, actor: Actor): void {
    const refused =
      (lao !== undefined && laoRefusal(actor, lao, this.directory)) ||
      (province !== undefined && actor.role !== 'lao' && provinceRefusal(actor, province, this.directory));
    if (refused) throw refused;
  }

  private item(status: LaoStatus, number: number): SurveyListItem {
    const { fiscalYear, provinceCode, districtCode, laoCode, started } = status;
    const lao = this.directory.lao(laoCode);
    return {
      number,
      fiscalYear,
      province: { code: provinceCode, name: this.directory.province(provinceCode)?.name ?? '' },
      district: { code: districtCode, name: this.directory.district(districtCode)?.name ?? '' },
      lao: { code: laoCode, name: lao?.name ?? '', type: lao?.type ?? '' },
      status: status.status,
      started,
      certifiedAt: status.certifiedAt,
      returnedAt: status.returnedAt,
      lastActivityAt: status.lastActivityAt,
    };
  }
}
