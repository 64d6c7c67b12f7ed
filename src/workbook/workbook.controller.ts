import { Body, Controller, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { AuditRead } from '../access-log/audit-read.js';
import { ApiProblems } from '../http/api-problems.js';
import { BodyLimit, workbookBody, XLSX } from '../http/body-limits.js';
import { Costly } from '../http/costly.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { Allow, everyone } from '../identity/policy.js';
import { problems } from '../problems/catalogue.js';
import { ReadYourWrites } from '../projecting/read-your-writes.js';
import { GetFormWorkbook } from './get-form-workbook.js';
import { GetWorkbookDifferences } from './get-workbook-differences.js';
import { WorkbookDifferencesView } from './workbook-view.js';

const binary = { type: 'string', format: 'binary' };

/** The form as an Excel workbook, and what a filled one says. Nothing is recorded here: the person saves in the form. */
@ApiTags('surveys')
@ApiProblems()
@Costly()
@Controller('api/surveys')
export class WorkbookController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readYourWrites: ReadYourWrites,
  ) {}

  @Get(':year/:lao/form.xlsx')
  @Allow({ roles: everyone, scope: 'lao' })
  @AuditRead('answers-export')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiQuery({ name: 'after', required: false, description: 'Wait (bounded) until this position is shown.' })
  @ApiOkResponse({
    description: 'The same bytes for the same revision.',
    content: { [XLSX]: { schema: binary } },
  })
  async download(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Query('after') after: string | undefined,
  ): Promise<StreamableFile> {
    await this.readYourWrites.upTo(after);
    const { name, bytes } = await this.queries.execute(new GetFormWorkbook({ fiscalYear, laoCode }));
    return new StreamableFile(bytes, { type: XLSX, disposition: `attachment; filename="${name}"` });
  }

  @Post(':year/:lao/form.xlsx/differences')
  @HttpCode(200)
  @Allow({ roles: ['lao'], scope: 'lao' })
  @BodyLimit(workbookBody)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiQuery({ name: 'after', required: false, description: 'Wait (bounded) until this position is shown.' })
  @ApiConsumes(XLSX)
  @ApiBody({ schema: binary })
  @ApiOkResponse({ type: WorkbookDifferencesView })
  async differences(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Query('after') after: string | undefined,
    @Body() file: Buffer,
  ): Promise<WorkbookDifferencesView> {
    if (!Buffer.isBuffer(file)) throw problems.unsupportedMediaType(XLSX);
    await this.readYourWrites.upTo(after);
    return this.queries.execute(new GetWorkbookDifferences({ fiscalYear, laoCode }, file));
  }
}
