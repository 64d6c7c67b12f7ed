import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { ApiProblems } from '../http/api-problems.js';
import { CommandResultView } from '../http/command-result-view.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { Context } from '../http/request-context.js';
import { Allow } from '../identity/policy.js';
import { PublishedRounds } from './get-publication.js';
import { PublishResults, PublishResultsBody } from './publish-results.js';
import { WithdrawResults, WithdrawResultsBody } from './withdraw-results.js';

class PublicationView {
  @ApiProperty({ description: 'Of the log: the results are as of this position.' }) position!: string;
  @ApiProperty({ format: 'date-time' }) time!: string;
  @ApiProperty({ format: 'date-time' }) publishedAt!: string;
  @ApiProperty() note!: string;
  @ApiProperty({ description: 'The files are there.' }) ready!: boolean;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) withdrawnAt!: string | null;
}

/** The department publishes the results of a round as open data, and takes them back. */
@ApiTags('open data')
@ApiProblems()
@Allow({ roles: ['admin'] })
@Controller('api/campaigns/:year/publications')
export class PublicationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly published: PublishedRounds,
  ) {}

  @Get()
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: [PublicationView], description: 'Latest first.' })
  async list(@Param('year', FiscalYearPipe) fiscalYear: number): Promise<PublicationView[]> {
    const all = await this.published.all(fiscalYear);
    return all
      .map(({ position, time, publishedAt, note, recorded, withdrawnAt }) => ({
        ...{ position, time, publishedAt, note },
        ready: recorded !== undefined,
        withdrawnAt: withdrawnAt ?? null,
      }))
      .reverse();
  }

  @Post()
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiCreatedResponse({ type: CommandResultView })
  async publish(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Body() body: PublishResultsBody,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new PublishResults(fiscalYear, body, context));
  }

  @Post('withdrawal')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiCreatedResponse({ type: CommandResultView })
  async withdraw(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Body() body: WithdrawResultsBody,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new WithdrawResults(fiscalYear, body, context));
  }
}
