import { Readable } from 'node:stream';
import { applyDecorators, Controller, Get, Logger, Param, Req, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Person } from '../../identity/person.js';
import { Allow, CurrentPerson, isNational } from '../../identity/policy.js';
import { Configuration } from '../../configuration/configuration.js';
import { ApiProblems } from '../../http/api-problems.js';
import { Costly } from '../../http/costly.js';
import { FiscalYearPipe } from '../../http/fiscal-year.pipe.js';
import { publicOrigin } from '../../http/public-origin.js';
import { problems } from '../../problems/catalogue.js';
import { AuditRead } from '../../access-log/audit-read.js';
import { EvidencePackages } from './evidence-package.js';
import { faultWording } from '../faults/fault-wording.js';
import { LogTampered } from '../signing/notary.js';
import type { PackageScope } from './package-scope.js';

const Package = applyDecorators(
  ApiParam({ name: 'year', type: 'integer', example: 2565 }),
  ApiOkResponse({
    description: 'A zip file that a third party checks without this system.',
    content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
  }),
);

/** Evidence packages, for auditors and for the provincial office. A checkpoint is made first; it changes no recorded event. */
@ApiTags('audit')
@ApiProblems()
@Costly()
@Controller('api/audit')
export class PackageController {
  private readonly logger = new Logger('Evidence');

  constructor(
    private readonly packages: EvidencePackages,
    private readonly configuration: Configuration,
  ) {}

  @Get('surveys/:year/:lao/package')
  @Allow({ roles: ['province', 'auditor', 'admin'], scope: 'lao' })
  @AuditRead('evidence-package')
  @Package
  survey(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    return this.file({ kind: 'survey', fiscalYear, laoCode }, request);
  }

  @Get('provinces/:province/:year/package')
  @Allow({ roles: ['province', 'auditor', 'admin'], scope: 'province' })
  @AuditRead('evidence-package')
  @Package
  province(
    @Param('province') provinceCode: string,
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    return this.file({ kind: 'province', fiscalYear, provinceCode }, request);
  }

  @Get('campaigns/:year/package')
  @Allow({ roles: ['auditor', 'admin'] })
  @AuditRead('evidence-package')
  @Package
  async campaign(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @CurrentPerson() { actor }: Person,
    @Req() request: FastifyRequest,
  ): Promise<StreamableFile> {
    if (!isNational(actor)) throw problems.outOfScope();
    return this.file({ kind: 'campaign', fiscalYear }, request);
  }

  private async file(scope: PackageScope, request: FastifyRequest): Promise<StreamableFile> {
    try {
      const { name, chunks } = await this.packages.make(scope, publicOrigin(this.configuration, request));
      const disposition = `attachment; filename="${name}"`;
      const stream = Readable.from(chunks).on('error', (error) =>
        this.logger.error({
          message: 'a package broke off',
          package: name,
          correlationId: request.id,
          error,
        }),
      );
      return new StreamableFile(stream, { type: 'application/zip', disposition });
    } catch (error) {
      if (error instanceof LogTampered) throw problems.logTampered(faultWording(error.fault));
      throw error;
    }
  }
}
