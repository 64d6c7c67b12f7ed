import { applyDecorators, Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiParam, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, everyone } from '../identity/policy.js';
import { Configuration } from '../configuration/configuration.js';
import { ApiProblems } from '../http/api-problems.js';
import { Costly } from '../http/costly.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { publicOrigin } from '../http/public-origin.js';
import { AuditRead } from '../access-log/audit-read.js';
import { GetCertifiedAnswers, GetCertifiedLaos } from './get-certified.js';
import { provinceStream, surveyStream } from '../events/streams.js';
import { GenuineCertifications } from './genuine-certifications.js';
import { GetLaoReceipt, GetProvinceReceipt } from './get-receipt.js';
import { laoReceiptPdf } from './lao-receipt-pdf.js';
import { provinceReceiptPdf } from './province-receipt-pdf.js';

class ReceiptQuery {
  @ApiPropertyOptional({ description: 'Of an earlier certification. Default: the one that is valid now.' })
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  revision?: string;
}

const Year = ApiParam({ name: 'year', type: 'integer', example: 2565 });
const Pdf = applyDecorators(
  Year,
  ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } }),
);
const CertifiedJson = applyDecorators(
  Year,
  ApiOkResponse({
    description: 'Canonical JSON (RFC 8785): its SHA-256 is the fingerprint.',
    content: { 'application/json': { schema: { type: 'object', additionalProperties: true } } },
  }),
);

/** Receipts of certifications, and the exact bytes behind their fingerprints. */
@ApiTags('receipts')
@ApiProblems()
@Costly()
@Controller('api')
export class ReceiptController {
  constructor(
    private readonly queries: QueryBus,
    private readonly configuration: Configuration,
    private readonly genuine: GenuineCertifications,
  ) {}

  @Get('surveys/:year/:lao/receipt')
  @Allow({ roles: everyone, scope: 'lao' })
  @AuditRead('receipt')
  @Pdf
  async ofLao(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Query() { revision }: ReceiptQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    await this.genuine.require(surveyStream(fiscalYear, laoCode), revision);
    const receipt = await this.queries.execute(new GetLaoReceipt({ fiscalYear, laoCode }, revision));
    const name = `receipt-${fiscalYear}-${laoCode}-${receipt.certification.revision}.pdf`;
    this.file(reply, 'application/pdf', name);
    return laoReceiptPdf(receipt, publicOrigin(this.configuration, request));
  }

  @Get('provinces/:province/certifications/:year/receipt')
  @Allow({ roles: ['province', 'auditor', 'admin'], scope: 'province' })
  @AuditRead('receipt')
  @Pdf
  async ofProvince(
    @Param('province') provinceCode: string,
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() { revision }: ReceiptQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    await this.genuine.require(provinceStream(fiscalYear, provinceCode), revision);
    const receipt = await this.queries.execute(
      new GetProvinceReceipt({ fiscalYear, provinceCode }, revision),
    );
    const name = `receipt-${fiscalYear}-${provinceCode}-${receipt.certification.revision}.pdf`;
    this.file(reply, 'application/pdf', name);
    return provinceReceiptPdf(receipt, publicOrigin(this.configuration, request));
  }

  @Get('surveys/:year/:lao/certified')
  @Allow({ roles: everyone, scope: 'lao' })
  @AuditRead('certified-data')
  @CertifiedJson
  async certifiedAnswers(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Query() { revision }: ReceiptQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.genuine.require(surveyStream(fiscalYear, laoCode), revision);
    this.file(reply, 'application/json; charset=utf-8', `certified-${fiscalYear}-${laoCode}.json`);
    return this.queries.execute(new GetCertifiedAnswers({ fiscalYear, laoCode }, revision));
  }

  @Get('provinces/:province/certifications/:year/certified')
  @Allow({ roles: ['province', 'auditor', 'admin'], scope: 'province' })
  @AuditRead('certified-data')
  @CertifiedJson
  async certifiedLaos(
    @Param('province') provinceCode: string,
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query() { revision }: ReceiptQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.genuine.require(provinceStream(fiscalYear, provinceCode), revision);
    this.file(reply, 'application/json; charset=utf-8', `certified-${fiscalYear}-${provinceCode}.json`);
    return this.queries.execute(new GetCertifiedLaos({ fiscalYear, provinceCode }, revision));
  }

  /** Caches must not keep a file with a person's name and office. */
  private file(reply: FastifyReply, type: string, name: string): void {
    void reply
      .type(type)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store');
  }
}
