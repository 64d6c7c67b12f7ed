import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../identity/policy.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import type { SeenRevision } from '../commands/seen-revision.js';
import { ApiProblems } from '../http/api-problems.js';
import { BodyLimit, returnBody } from '../http/body-limits.js';
import { CommandResultView } from '../http/command-result-view.js';
import { IdempotencyKeyHeader, IfMatchHeader } from '../http/command-headers.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { Context, IfMatch } from '../http/request-context.js';
import { ReadYourWritesInterceptor } from '../projecting/read-your-writes.interceptor.js';
import { CertifyProvince } from './certify-province.js';
import { ReasonBody, ReturnBody, ReturnSurvey } from './return-survey.js';
import { ReviewBody, ReviewSurvey } from './review-survey.js';
import { RevokeCertification } from './revoke-certification.js';

@ApiTags('provinces')
@ApiProblems()
@Controller('api')
export class CertificationController {
  constructor(private readonly commands: CommandBus) {}

  @Post('provinces/:province/certifications/:year')
  @Allow({ roles: ['province'], scope: 'province' })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @IfMatchHeader(false, 'The `revision` of the status that was shown; 412 where it has changed since.')
  @IdempotencyKeyHeader
  @ApiCreatedResponse({ type: CommandResultView })
  async certify(
    @Param('province') provinceCode: string,
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @IfMatch() seen: SeenRevision,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new CertifyProvince({ fiscalYear, provinceCode }, seen, context));
  }

  @Post('provinces/:province/certifications/:year/revocation')
  @Allow({ roles: ['admin'], scope: 'province' })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiCreatedResponse({ type: CommandResultView })
  async revoke(
    @Param('province') provinceCode: string,
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Body() body: ReasonBody,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new RevokeCertification({ fiscalYear, provinceCode }, body, context));
  }

  @Post('surveys/:year/:lao/review')
  @Allow({ roles: ['province'], scope: 'lao' })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiCreatedResponse({ type: CommandResultView })
  async review(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Body() body: ReviewBody,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new ReviewSurvey({ fiscalYear, laoCode }, body, context));
  }

  @Post('surveys/:year/:lao/return')
  @BodyLimit(returnBody)
  @Allow({ roles: ['province'], scope: 'lao' })
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @IfMatchHeader(false, 'The revision of the form that was shown; 412 where it has changed since.')
  @IdempotencyKeyHeader
  @ApiCreatedResponse({ type: CommandResultView })
  async returnSurvey(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Body() body: ReturnBody,
    @IfMatch() seen: SeenRevision,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new ReturnSurvey({ fiscalYear, laoCode }, body, seen, context));
  }
}
