import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Person } from '../identity/person.js';
import { Allow, CurrentPerson, everyone, laoRefusal } from '../identity/policy.js';
import { ApiProblems } from '../http/api-problems.js';
import { Costly } from '../http/costly.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { ReadYourWrites } from '../projecting/read-your-writes.js';
import { AuditRead } from '../access-log/audit-read.js';
import { FormView } from '../form/form-view.js';
import { AtQuery, GetHistory, type HistoryScope } from './audit-queries.js';
import { CampaignHistoryQuery, History, HistoryQuery, ProvinceHistoryQuery } from './history-view.js';
import { GetSurveyAsOf } from './survey-as-of.js';

/** LAO staff see their own history. Officers and auditors see the history of their scope. */
@ApiTags('audit')
@ApiProblems()
@Costly()
@Controller('api/audit')
export class AuditController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readYourWrites: ReadYourWrites,
  ) {}

  @Get('surveys/:year/:lao/history')
  @Allow({ roles: everyone, scope: 'lao' })
  @AuditRead('survey-history')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: History })
  async surveyHistory(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Query() filter: HistoryQuery,
  ): Promise<History> {
    return this.history({ fiscalYear, laoCode }, filter);
  }

  @Get('provinces/:province/:year/history')
  @Allow({ roles: ['province', 'auditor', 'admin'], scope: 'province' })
  @AuditRead('province-history')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: History })
  async provinceHistory(
    @Param('province') provinceCode: string,
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() filter: ProvinceHistoryQuery,
    @CurrentPerson() { actor }: Person,
  ): Promise<History> {
    const refused = filter.lao !== undefined && laoRefusal(actor, filter.lao);
    if (refused) throw refused;
    return this.history({ fiscalYear, provinceCode, laoCode: filter.lao }, filter);
  }

  @Get('campaigns/:year/history')
  @Allow({ roles: ['auditor', 'admin'], scope: 'nation' })
  @AuditRead('campaign-history')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: History })
  async campaignHistory(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() filter: CampaignHistoryQuery,
  ): Promise<History> {
    return this.history({ fiscalYear, provinceCode: filter.province, laoCode: filter.lao }, filter);
  }

  @Get('surveys/:year/:lao/at')
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

  private async history(scope: HistoryScope, filter: HistoryQuery): Promise<History> {
    await this.readYourWrites.upTo(filter.after);
    return this.queries.execute(new GetHistory(scope, filter));
  }
}
