import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AuditReadOfPast } from '../access-log/audit-read.js';
import { ApiProblems } from '../http/api-problems.js';
import { Costly } from '../http/costly.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import type { Person } from '../identity/person.js';
import { Allow, CurrentPerson, everyone } from '../identity/policy.js';
import { atDescription, MomentPipe, type Moment } from '../past/moment.js';
import { Past } from '../past/past.js';
import { ReadYourWrites } from '../projecting/read-your-writes.js';
import { GetOutliers, OutlierView } from './get-outliers.js';
import { GetProvinceStatus, ShownProvinceStatusView } from './get-province-status.js';
import { ListSurveys, ListSurveysQuery, SurveyList } from './list-surveys.js';

/** The lists of surveys: of the person's whole scope, and of one province. */
@ApiProblems()
@Costly()
@Controller('api')
export class ListsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readYourWrites: ReadYourWrites,
    private readonly past: Past,
  ) {}

  @ApiTags('surveys')
  @Get('surveys')
  @Allow({ roles: everyone })
  @AuditReadOfPast('surveys-at')
  @ApiOkResponse({ type: SurveyList })
  async list(
    @Query() filter: ListSurveysQuery,
    @Query('at', MomentPipe) at: Moment | undefined,
    @CurrentPerson() person: Person,
  ): Promise<SurveyList> {
    await this.readYourWrites.upTo(filter.after);
    const from = at && (await this.past.nation(at));
    return this.queries.execute(new ListSurveys(filter, person.actor, from));
  }

  @ApiTags('surveys')
  @Get('surveys/:year/:lao/outliers')
  @Allow({ roles: ['province', 'auditor', 'admin'], scope: 'lao' })
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: OutlierView, isArray: true })
  async outliers(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
  ): Promise<readonly OutlierView[]> {
    return this.queries.execute(new GetOutliers({ fiscalYear, laoCode }));
  }

  @ApiTags('provinces')
  @Get('provinces/:province/status/:year')
  @Allow({ roles: ['province', 'auditor', 'admin'], scope: 'province' })
  @AuditReadOfPast('province-at')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiQuery({ name: 'after', required: false })
  @ApiQuery({ name: 'at', required: false, description: atDescription })
  @ApiOkResponse({
    type: ShownProvinceStatusView,
    headers: { ETag: { schema: { type: 'string' }, description: 'The revision.' } },
  })
  async status(
    @Param('province') provinceCode: string,
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query('after') after: string | undefined,
    @Query('at', MomentPipe) at: Moment | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ShownProvinceStatusView> {
    await this.readYourWrites.upTo(after);
    const province = { fiscalYear, provinceCode };
    const from = at && (await this.past.province(province, at));
    // Read before the documents: they show this position or a later one.
    const revision = from ? from.position.toString() : await this.readYourWrites.shownUpTo();
    const status = await this.queries.execute(new GetProvinceStatus(province, from));
    void reply.header('etag', `"${revision}"`);
    return { ...status, revision };
  }
}
