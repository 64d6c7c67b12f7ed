import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../identity/policy.js';
import { ApiProblems } from '../http/api-problems.js';
import { Costly } from '../http/costly.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { ReadYourWrites } from '../projecting/read-your-writes.js';
import { AuditRead } from '../access-log/audit-read.js';
import { certificationTimesCsv } from './certification-times-csv.js';
import { CertificationTable, CertificationTimesQuery } from './certification-times-view.js';
import { GetCertificationTimes } from './get-certification-times.js';

const ApiCsv = () =>
  ApiOkResponse({
    description: 'UTF-8 with byte order mark; its name carries the log position it stands at.',
    content: { 'text/csv': { schema: { type: 'string' } } },
  });

/** When LAOs and provinces certified, in one table, on the screen or as a file. */
@ApiTags('audit')
@ApiProblems()
@Costly()
@Controller('api/audit')
export class CertificationTimesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readYourWrites: ReadYourWrites,
  ) {}

  @Get('provinces/:province/:year/certification-times')
  @Allow({ roles: ['province', 'auditor', 'admin'], scope: 'province' })
  @AuditRead('certification-times')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: CertificationTable })
  async ofProvince(
    @Param('province') provinceCode: string,
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() query: CertificationTimesQuery,
  ): Promise<CertificationTable> {
    return this.table(fiscalYear, provinceCode, query);
  }

  @Get('provinces/:province/:year/certification-times.csv')
  @Allow({ roles: ['province', 'auditor', 'admin'], scope: 'province' })
  @AuditRead('certification-times')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiCsv()
  async ofProvinceAsCsv(
    @Param('province') provinceCode: string,
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() query: CertificationTimesQuery,
  ): Promise<StreamableFile> {
    return file(await this.table(fiscalYear, provinceCode, query), provinceCode);
  }

  @Get('campaigns/:year/certification-times')
  @Allow({ roles: ['auditor', 'admin'], scope: 'nation' })
  @AuditRead('certification-times')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: CertificationTable })
  async ofNation(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() query: CertificationTimesQuery,
  ): Promise<CertificationTable> {
    return this.table(fiscalYear, undefined, query);
  }

  @Get('campaigns/:year/certification-times.csv')
  @Allow({ roles: ['auditor', 'admin'], scope: 'nation' })
  @AuditRead('certification-times')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiCsv()
  async ofNationAsCsv(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() query: CertificationTimesQuery,
  ): Promise<StreamableFile> {
    return file(await this.table(fiscalYear, undefined, query), 'nation');
  }

  private async table(
    fiscalYear: number,
    provinceCode: string | undefined,
    { upTo, after }: CertificationTimesQuery,
  ): Promise<CertificationTable> {
    await this.readYourWrites.upTo(after);
    return this.queries.execute(new GetCertificationTimes(fiscalYear, provinceCode, upTo));
  }
}

const file = (table: CertificationTable, scope: string): StreamableFile => {
  const name = `certification-times-${table.fiscalYear}-${scope}-position-${table.position}.csv`;
  return new StreamableFile(Buffer.from(certificationTimesCsv(table)), {
    type: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="${name}"`,
  });
};
