import { Body, Controller, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { latestVersionFor } from '../../projections/read-models/questionnaires.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { Allow, everyone } from '../identity/policy.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { ApiProblems } from '../http/api-problems.js';
import { CommandResultView } from '../http/command-result-view.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { Context } from '../http/request-context.js';
import { ReadYourWrites } from '../projecting/read-your-writes.js';
import { ReadYourWritesInterceptor } from '../projecting/read-your-writes.interceptor.js';
import {
  CloseCampaign,
  CloseCampaignBody,
  ExtendCampaign,
  ExtendCampaignBody,
  OpenCampaign,
  OpenCampaignBody,
} from './campaign-commands.js';
import { WidenCampaign, WidenCampaignBody } from './widen-campaign.js';
import { CampaignView, ListCampaigns } from './list-campaigns.js';

@ApiTags('campaigns')
@ApiProblems()
@Controller('api/campaigns')
export class CampaignController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readYourWrites: ReadYourWrites,
    private readonly store: ReadStore,
  ) {}

  @Get()
  @Allow({ roles: everyone })
  @ApiQuery({ name: 'after', required: false })
  @ApiOkResponse({ type: [CampaignView] })
  async list(@Query('after') after: string | undefined): Promise<CampaignView[]> {
    await this.readYourWrites.upTo(after);
    return this.queries.execute(new ListCampaigns());
  }

  @Post()
  @Allow({ roles: ['admin'] })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiCreatedResponse({ type: CommandResultView })
  async open(@Body() body: OpenCampaignBody, @Context() context: CommandContext): Promise<CommandResult> {
    const latestVersion = await latestVersionFor(this.store, body.fiscalYear);
    return this.commands.execute(new OpenCampaign(body, context, latestVersion));
  }

  @Post(':year/provinces')
  @Allow({ roles: ['admin'] })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiCreatedResponse({ type: CommandResultView })
  async widen(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Body() body: WidenCampaignBody,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new WidenCampaign(fiscalYear, body, context));
  }

  @Post(':year/extension')
  @Allow({ roles: ['admin'] })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiCreatedResponse({ type: CommandResultView })
  async extend(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Body() body: ExtendCampaignBody,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new ExtendCampaign(fiscalYear, body, context));
  }

  @Post(':year/closure')
  @Allow({ roles: ['admin'] })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiCreatedResponse({ type: CommandResultView })
  async close(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Body() body: CloseCampaignBody,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new CloseCampaign(fiscalYear, body, context));
  }
}
