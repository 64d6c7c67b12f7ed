import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, everyone } from '../identity/policy.js';
import { atDescription, MomentPipe, type Moment } from '../past/moment.js';
import { Past } from '../past/past.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { ApiProblems } from '../http/api-problems.js';
import { aspectBody, BodyLimit, certificationBody } from '../http/body-limits.js';
import { IdempotencyKeyHeader, IfMatchHeader } from '../http/command-headers.js';
import { CommandResultView } from '../http/command-result-view.js';
import { Context, IfMatch } from '../http/request-context.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { problems } from '../problems/catalogue.js';
import { ReadYourWrites } from '../projecting/read-your-writes.js';
import { ReadYourWritesInterceptor } from '../projecting/read-your-writes.interceptor.js';
import { AuditReadOfPast } from '../access-log/audit-read.js';
import { AddRow, AddRowBody } from './add-row.js';
import { CertifySurvey, CertifySurveyBody } from './certify-survey.js';
import { FormView } from '../form/form-view.js';
import { GetSurvey } from './get-survey.js';
import { ListLastYear } from './list-last-year.js';
import { RemoveRow } from './remove-row.js';
import { RowAddedView } from './row-added-view.js';
import { RenameRow, RenameRowBody } from './rename-row.js';
import { SaveAspect, SaveAspectBody } from './save-aspect.js';
import type { SeenRevision } from '../commands/seen-revision.js';

@ApiTags('surveys')
@ApiProblems()
@Controller('api/surveys')
export class SurveyController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readYourWrites: ReadYourWrites,
    private readonly past: Past,
  ) {}

  @Get(':year/:lao')
  @Allow({ roles: everyone, scope: 'lao' })
  @AuditReadOfPast('survey-at')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiQuery({ name: 'after', required: false, description: 'Wait (bounded) until this position is shown.' })
  @ApiQuery({ name: 'at', required: false, description: atDescription })
  @ApiOkResponse({
    type: FormView,
    headers: { ETag: { schema: { type: 'string' }, description: 'The revision.' } },
  })
  async form(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Query('after') after: string | undefined,
    @Query('at', MomentPipe) at: Moment | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FormView> {
    await this.readYourWrites.upTo(after);
    const survey = { fiscalYear, laoCode };
    const form = await this.queries.execute(
      new GetSurvey(survey, at && (await this.past.survey(survey, at))),
    );
    // A form of the past cannot be edited, so it has no revision to edit.
    if (!at) void reply.header('etag', `"${form.revision}"`);
    void reply.header('cache-control', 'no-store');
    return form;
  }

  @Get(':year/:lao/last-year')
  @Allow({ roles: everyone, scope: 'lao' })
  @ApiParam({ name: 'year', type: 'integer', example: 2566 })
  @ApiOkResponse({ type: [FormView], description: 'Its own form of the year before, and its predecessors’.' })
  async lastYear(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
  ): Promise<FormView[]> {
    return this.queries.execute(new ListLastYear({ fiscalYear, laoCode }));
  }

  @Put(':year/:lao/aspects/:aspect')
  @BodyLimit(aspectBody)
  @Allow({ roles: ['lao'], scope: 'lao' })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @IfMatchHeader(true)
  @IdempotencyKeyHeader
  @ApiOkResponse({ type: CommandResultView })
  async saveAspect(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Param('aspect') aspectId: string,
    @Body() body: SaveAspectBody,
    @IfMatch() seen: SeenRevision,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    if (seen === undefined) throw problems.preconditionRequired();
    return this.commands.execute(new SaveAspect({ fiscalYear, laoCode }, aspectId, body, seen, context));
  }

  @Post(':year/:lao/aspects/:aspect/rows')
  @Allow({ roles: ['lao'], scope: 'lao' })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @IfMatchHeader(false)
  @IdempotencyKeyHeader
  @ApiCreatedResponse({ type: RowAddedView })
  async addRow(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Param('aspect') aspectId: string,
    @Body() body: AddRowBody,
    @IfMatch() seen: SeenRevision,
    @Context() context: CommandContext,
  ): Promise<RowAddedView> {
    return this.commands.execute(new AddRow({ fiscalYear, laoCode }, aspectId, body, seen, context));
  }

  @Put(':year/:lao/aspects/:aspect/rows/:row')
  @Allow({ roles: ['lao'], scope: 'lao' })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @IfMatchHeader(false)
  @IdempotencyKeyHeader
  @ApiOkResponse({ type: CommandResultView })
  async renameRow(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Param('aspect') aspectId: string,
    @Param('row') rowId: string,
    @Body() body: RenameRowBody,
    @IfMatch() seen: SeenRevision,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    const place = { aspectId, rowId };
    return this.commands.execute(new RenameRow({ fiscalYear, laoCode }, place, body, seen, context));
  }

  @Delete(':year/:lao/aspects/:aspect/rows/:row')
  @Allow({ roles: ['lao'], scope: 'lao' })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @IfMatchHeader(false)
  @IdempotencyKeyHeader
  @ApiOkResponse({ type: CommandResultView })
  async removeRow(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Param('aspect') aspectId: string,
    @Param('row') rowId: string,
    @IfMatch() seen: SeenRevision,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new RemoveRow({ fiscalYear, laoCode }, aspectId, rowId, seen, context));
  }

  @Post(':year/:lao/certification')
  @HttpCode(201)
  @BodyLimit(certificationBody)
  @Allow({ roles: ['lao'], scope: 'lao' })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @IfMatchHeader(false)
  @IdempotencyKeyHeader
  @ApiBody({ type: CertifySurveyBody, required: false })
  @ApiCreatedResponse({ type: CommandResultView })
  async certify(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Body() body: CertifySurveyBody,
    @IfMatch() seen: SeenRevision,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new CertifySurvey({ fiscalYear, laoCode }, body, seen, context));
  }
}
