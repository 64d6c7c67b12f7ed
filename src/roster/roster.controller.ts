import { Body, Controller, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { ApiProblems } from '../http/api-problems.js';
import { CommandResultView } from '../http/command-result-view.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { Context } from '../http/request-context.js';
import { Allow } from '../identity/policy.js';
import { ReadYourWrites } from '../projecting/read-your-writes.js';
import { ReadYourWritesInterceptor } from '../projecting/read-your-writes.interceptor.js';
import { ApplyRosterChanges, RosterChangesBody } from './apply-roster-changes.js';
import { GetRosterChanges, ProvinceChanges } from './get-roster-changes.js';

/** Shows what the directory files propose for the rosters of a round. The department applies it here. */
@ApiTags('campaigns')
@ApiProblems()
@Controller('api/campaigns/:year/roster-changes')
export class RosterController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readYourWrites: ReadYourWrites,
  ) {}

  @Get()
  @Allow({ roles: ['admin'] })
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiQuery({ name: 'province', required: false, description: 'Province code. Default: all in scope.' })
  @ApiQuery({ name: 'after', required: false })
  @ApiOkResponse({ type: [ProvinceChanges] })
  async changes(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query('province') provinceCode: string | undefined,
    @Query('after') after: string | undefined,
  ): Promise<ProvinceChanges[]> {
    await this.readYourWrites.upTo(after);
    return this.queries.execute(new GetRosterChanges(fiscalYear, provinceCode));
  }

  @Post()
  @Allow({ roles: ['admin'] })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiCreatedResponse({ type: CommandResultView })
  async apply(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Body() body: RosterChangesBody,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new ApplyRosterChanges(fiscalYear, body, context));
  }
}
