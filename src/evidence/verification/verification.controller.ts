import { requireCampaign } from '../../campaign/round.js';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { campaignOf } from '../../../projections/read-models/campaigns.js';
import { ReadStore } from '../../../projections/read-store/read-store.js';
import { Allow, everyone } from '../../identity/policy.js';
import { campaignStream, provinceStream, surveyStream } from '../../events/streams.js';
import { ApiProblems } from '../../http/api-problems.js';
import { Costly } from '../../http/costly.js';
import { FiscalYearPipe } from '../../http/fiscal-year.pipe.js';
import { AuditRead } from '../../access-log/audit-read.js';
import { VerificationView } from './evidence-views.js';
import { StreamVerifier } from './verify-stream.js';

/** Whether a stream is as it was recorded. It is open to everyone who may see the stream; a campaign's stream is open to all. */
@ApiTags('audit')
@ApiProblems()
@Costly()
@Controller('api/audit')
export class VerificationController {
  constructor(
    private readonly verifier: StreamVerifier,
    private readonly store: ReadStore,
  ) {}

  @Get('surveys/:year/:lao/verification')
  @Allow({ roles: everyone, scope: 'lao' })
  @AuditRead('verification')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: VerificationView })
  survey(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
  ): Promise<VerificationView> {
    return this.verify(fiscalYear, surveyStream(fiscalYear, laoCode));
  }

  @Get('provinces/:province/:year/verification')
  @Allow({ roles: ['province', 'auditor', 'admin'], scope: 'province' })
  @AuditRead('verification')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: VerificationView })
  province(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('province') provinceCode: string,
  ): Promise<VerificationView> {
    return this.verify(fiscalYear, provinceStream(fiscalYear, provinceCode));
  }

  @Get('campaigns/:year/verification')
  @Allow({ roles: everyone })
  @AuditRead('verification')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ type: VerificationView })
  campaign(@Param('year', FiscalYearPipe) fiscalYear: number): Promise<VerificationView> {
    return this.verify(fiscalYear, campaignStream(fiscalYear));
  }

  private async verify(fiscalYear: number, stream: string): Promise<VerificationView> {
    requireCampaign(await campaignOf(this.store, fiscalYear), fiscalYear);
    return this.verifier.verify(stream);
  }
}
