import { Readable } from 'node:stream';
import { applyDecorators, Controller, Get, Logger, Param, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { AuditRead } from '../access-log/audit-read.js';
import { ApiProblems } from '../http/api-problems.js';
import { Costly } from '../http/costly.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import type { Person } from '../identity/person.js';
import { AllowPersonalTokens } from '../identity/personal-tokens.js';
import { Allow, CurrentPerson, everyone } from '../identity/policy.js';
import { Exports } from './exports.js';
import { ResultFilter } from './result-filter.js';
import { shapes, type ResultTable, type Shape } from './result-table.js';
import { writeCsv } from './write-csv.js';
import { writeJsonl } from './write-jsonl.js';
import { writeParquet } from './write-parquet.js';
import { writeXlsx } from './write-xlsx.js';

export class ExportQuery extends ResultFilter {
  @ApiPropertyOptional({
    enum: shapes,
    default: 'long',
    description: 'One line for each row of each LAO, or one line for each LAO.',
  })
  @IsOptional()
  @IsIn(shapes)
  shape: Shape = 'long';
}

interface Format {
  readonly ending: string;
  readonly type: string;
  readonly write: (table: ResultTable) => AsyncGenerator<string | Uint8Array>;
}

const csv: Format = { ending: 'csv', type: 'text/csv; charset=utf-8', write: writeCsv };
const jsonl: Format = { ending: 'jsonl', type: 'application/x-ndjson; charset=utf-8', write: writeJsonl };
const xlsx: Format = {
  ending: 'xlsx',
  type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  write: (table) => writeXlsx(table),
};
const parquet: Format = {
  ending: 'parquet',
  type: 'application/vnd.apache.parquet',
  write: (table) => writeParquet(table),
};

const Export = ({ ending, type }: Format): MethodDecorator =>
  applyDecorators(
    Get(`:year.${ending}`),
    Allow({ roles: everyone }),
    AllowPersonalTokens(),
    AuditRead('answers-export'),
    ApiParam({ name: 'year', type: 'integer', example: 2565 }),
    ApiOkResponse({
      description: 'Streamed. Its end has the number of rows; its name and its end have the log position.',
      content: { [type.split(';')[0]!]: { schema: { type: 'string', format: 'binary' } } },
    }),
  );

/** The answers of a round as a file: the nation's, the officer's province's, or the LAO's own. */
@ApiTags('results')
@ApiProblems()
@Costly()
@Controller('api/exports')
export class ExportsController {
  private readonly logger = new Logger('Exports');

  constructor(private readonly exports: Exports) {}

  @Export(csv)
  asCsv(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() query: ExportQuery,
    @CurrentPerson() person: Person,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    return this.file(csv, fiscalYear, query, { person, request });
  }

  @Export(xlsx)
  asXlsx(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() query: ExportQuery,
    @CurrentPerson() person: Person,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    return this.file(xlsx, fiscalYear, query, { person, request });
  }

  @Export(jsonl)
  asJsonl(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() query: ExportQuery,
    @CurrentPerson() person: Person,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    return this.file(jsonl, fiscalYear, query, { person, request });
  }

  @Export(parquet)
  asParquet(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() query: ExportQuery,
    @CurrentPerson() person: Person,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    return this.file(parquet, fiscalYear, query, { person, request });
  }

  private async file(
    { ending, type, write }: Format,
    fiscalYear: number,
    query: ExportQuery,
    { person, request }: { readonly person: Person; readonly request: FastifyRequest },
  ): Promise<StreamableFile> {
    const { name, table } = await this.exports.open({ ...query, fiscalYear }, person.actor);
    const file = `${name}.${ending}`;
    // An error after the first bytes ends the connection, so a part is never taken for the whole.
    const stream = Readable.from(write(table), { objectMode: false }).on('error', (error) =>
      this.logger.error({ message: 'an export broke off', file, correlationId: request.id, error }),
    );
    return new StreamableFile(stream, { type, disposition: `attachment; filename="${file}"` });
  }
}
