import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  ApiOkResponse,
  ApiParam,
  ApiPropertyOptional,
  ApiTags,
  IntersectionType,
  PickType,
} from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { AuditRead } from '../access-log/audit-read.js';
import { ApiProblems } from '../http/api-problems.js';
import { Costly } from '../http/costly.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { IsIdentifier } from '../http/identifiers.js';
import { PagingQuery } from '../http/paging.js';
import type { Person } from '../identity/person.js';
import { Allow, CurrentPerson, everyone } from '../identity/policy.js';
import { GetGroups } from './get-groups.js';
import { GetOverview } from './get-overview.js';
import { GetOwnResult } from './get-own-result.js';
import { ListLaosBehind } from './list-laos-behind.js';
import { OwnResultView } from './own-result-views.js';
import { ResultFilter } from './result-filter.js';
import { ResultPoints } from './result-points.js';
import {
  groupings,
  GroupsView,
  LaosBehindView,
  OverviewView,
  rowAnswers,
  type Grouping,
  type RowAnswer,
} from './result-views.js';

class ComparedFilter extends ResultFilter {
  @ApiPropertyOptional({ type: 'integer', description: 'Another year to compare with.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(2500)
  @Max(2700)
  against?: number;
}

class GroupsQuery extends IntersectionType(ComparedFilter, PagingQuery) {
  @ApiPropertyOptional({ enum: groupings, default: 'province', description: '`lao` needs a province.' })
  @IsOptional()
  @IsIn(groupings)
  by: Grouping = 'province';

  @ApiPropertyOptional({ description: 'Id of a standard row. Default: all together.' })
  @IsOptional()
  @IsIdentifier()
  row?: string;
}

const answersToARow = [...rowAnswers, 'unanswered'] as const;

class LaosBehindQuery extends IntersectionType(ResultFilter, PagingQuery) {
  @ApiPropertyOptional({ description: 'Id of a standard row; the parameters below need it.' })
  @IsOptional()
  @IsIdentifier()
  row?: string;

  @ApiPropertyOptional({ enum: answersToARow })
  @IsOptional()
  @IsIn(answersToARow)
  answer?: RowAnswer | 'unanswered';

  @ApiPropertyOptional({ description: 'Id of a step.' })
  @IsOptional()
  @IsIdentifier()
  step?: string;

  @ApiPropertyOptional({ description: 'Id of a channel.' })
  @IsOptional()
  @IsIdentifier()
  channel?: string;

  @ApiPropertyOptional({ description: 'Id of a choice.' })
  @IsOptional()
  @IsIdentifier()
  choice?: string;
}

class MomentQuery extends PickType(ResultFilter, ['at', 'after']) {}

/** The results of a round at any moment: of the nation, of the officer's province, or of an LAO among its like. */
@ApiTags('results')
@ApiProblems()
@Costly()
@Controller('api/results/:year')
export class ResultsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly points: ResultPoints,
  ) {}

  @Get()
  @Allow({ roles: everyone })
  @AuditRead('results')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: OverviewView })
  async overview(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() query: ComparedFilter,
    @CurrentPerson() { actor }: Person,
  ): Promise<OverviewView> {
    const point = await this.points.find(query);
    return this.queries.execute(new GetOverview(fiscalYear, point, query, actor));
  }

  @Get('groups')
  @Allow({ roles: ['province', 'auditor', 'admin'] })
  @AuditRead('results')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: GroupsView })
  async groups(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() query: GroupsQuery,
    @CurrentPerson() { actor }: Person,
  ): Promise<GroupsView> {
    const point = await this.points.find(query);
    return this.queries.execute(new GetGroups(fiscalYear, point, query, actor));
  }

  @Get('laos')
  @Allow({ roles: ['province', 'auditor', 'admin'] })
  @AuditRead('results')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: LaosBehindView })
  async laos(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() query: LaosBehindQuery,
    @CurrentPerson() { actor }: Person,
  ): Promise<LaosBehindView> {
    const point = await this.points.find(query);
    return this.queries.execute(new ListLaosBehind(fiscalYear, point, query, actor));
  }

  @Get('laos/:lao')
  @Allow({ roles: everyone, scope: 'lao' })
  @AuditRead('results')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: OwnResultView })
  async own(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Query() query: MomentQuery,
  ): Promise<OwnResultView> {
    const point = await this.points.find(query);
    return this.queries.execute(new GetOwnResult({ fiscalYear, laoCode }, point));
  }
}
