import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow, everyone } from '../access/policy.js';
import { ApiProblems } from '../http/api-problems.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { ReadYourWrites } from '../read-side/read-your-writes.js';
import { AuditRead } from '../reading/audit-read.js';
import { FormView } from '../survey/form-view.js';
import { AtQuery, GetHistory, History, HistoryQuery } from './audit-queries.js';
import { GetSurveyAsOf } from './survey-as-of.js';

/** LAO staff see their own history; officers and auditors that of their scope. */
@ApiTags('audit')
@ApiProblems()
@Controller('api/audit/surveys/:year/:lao')
export class AuditController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readYourWrites: ReadYourWrites,
  ) {}

  @Get('history')
  @Allow({ roles: everyone, scope: 'lao' })
  @AuditRead('survey-history')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: History })
  async history(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Query() paging: HistoryQuery,
  ): Promise<History> {
    await this.readYourWrites.upTo(paging.after);
    return this.queries.execute(new GetHistory({ fiscalYear, laoCode }, paging));
  }

  @Get('at')
  @Allow({ roles: everyone, scope: 'lao' })
  @AuditRead('survey-at')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: FormView })
  async at(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Query() point: AtQuery,
  ): Promise<FormView> {
    return this.queries.execute(new GetSurveyAsOf({ fiscalYear, laoCode }, point));
  }
}
