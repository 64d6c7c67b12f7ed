import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow, everyone } from '../identity/policy.js';
import { ApiProblems } from '../http/api-problems.js';
import { Costly } from '../http/costly.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { AuditRead } from '../access-log/audit-read.js';
import {
  ProvinceDifference,
  ProvinceDifferenceQuery,
  SurveyDifference,
  SurveyDifferenceQuery,
} from './difference-view.js';
import { GetProvinceDifference, GetSurveyDifference } from './get-difference.js';
import { ListSurveyMoments, SurveyMomentView } from './list-survey-moments.js';

/** Lists past moments and the changes since. LAO staff see their own survey. Officers and auditors see their scope. */
@ApiTags('audit')
@ApiProblems()
@Costly()
@Controller('api/audit')
export class PastController {
  constructor(private readonly queries: QueryBus) {}

  @Get('surveys/:year/:lao/moments')
  @Allow({ roles: everyone, scope: 'lao' })
  @AuditRead('survey-history')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: [SurveyMomentView] })
  async moments(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
  ): Promise<SurveyMomentView[]> {
    return this.queries.execute(new ListSurveyMoments({ fiscalYear, laoCode }));
  }

  @Get('surveys/:year/:lao/diff')
  @Allow({ roles: everyone, scope: 'lao' })
  @AuditRead('survey-difference')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: SurveyDifference })
  async survey(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Query() points: SurveyDifferenceQuery,
  ): Promise<SurveyDifference> {
    return this.queries.execute(new GetSurveyDifference({ fiscalYear, laoCode }, points));
  }

  @Get('provinces/:province/:year/diff')
  @Allow({ roles: ['province', 'auditor', 'admin'], scope: 'province' })
  @AuditRead('province-difference')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: ProvinceDifference })
  async province(
    @Param('province') provinceCode: string,
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() points: ProvinceDifferenceQuery,
  ): Promise<ProvinceDifference> {
    return this.queries.execute(new GetProvinceDifference({ fiscalYear, provinceCode }, points));
  }
}
