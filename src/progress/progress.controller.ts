import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPerson, provinceRefusal } from '../identity/policy.js';
import type { Person } from '../identity/person.js';
import { atDescription, MomentPipe, type Moment } from '../past/moment.js';
import { Past } from '../past/past.js';
import { ApiProblems } from '../http/api-problems.js';
import { Costly } from '../http/costly.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { ReadYourWrites } from '../projecting/read-your-writes.js';
import { AuditRead, AuditReadOfPast } from '../access-log/audit-read.js';
import { GetProgress, CampaignProgress } from './get-progress.js';
import { ListMilestones, MilestoneView } from './list-milestones.js';

/** Officers and a province's auditor see their own province; the other roles see the nation. */
@ApiTags('progress')
@ApiProblems()
@Costly()
@Controller('api/progress/:year')
export class ProgressController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readYourWrites: ReadYourWrites,
    private readonly past: Past,
  ) {}

  @Get()
  @Allow({ roles: ['province', 'auditor', 'admin'] })
  @AuditReadOfPast('progress-at')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiQuery({ name: 'after', required: false })
  @ApiQuery({ name: 'at', required: false, description: atDescription })
  @ApiOkResponse({ type: CampaignProgress })
  async progress(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query('after') after: string | undefined,
    @Query('at', MomentPipe) at: Moment | undefined,
    @CurrentPerson() { actor }: Person,
  ): Promise<CampaignProgress> {
    await this.readYourWrites.upTo(after);
    const from = at && (await this.past.nation(at));
    return this.queries.execute(new GetProgress(fiscalYear, actor, from));
  }

  @Get('milestones')
  @Allow({ roles: ['province', 'auditor', 'admin'] })
  @AuditRead('certification-times')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiQuery({
    name: 'province',
    required: false,
    description: 'Province code. Default: all that one may see.',
  })
  @ApiOkResponse({ type: [MilestoneView] })
  async milestones(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query('province') province: string | undefined,
    @CurrentPerson() { actor }: Person,
  ): Promise<MilestoneView[]> {
    const refused = province !== undefined && provinceRefusal(actor, province);
    if (refused) throw refused;
    return this.queries.execute(new ListMilestones(fiscalYear, province ?? actor.provinceCode));
  }
}
