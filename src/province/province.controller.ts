import { Body, Controller, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/policy.js';
import { atDescription, MomentPipe, type Moment } from '../as-of/moment.js';
import { Past } from '../as-of/past.js';
import type { CommandContext, CommandResult } from '../command/command-context.js';
import { ApiProblems } from '../http/api-problems.js';
import { CommandResultView } from '../http/command-result-view.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { Context } from '../http/request-context.js';
import { ReadYourWrites } from '../read-side/read-your-writes.js';
import { SettleInterceptor } from '../read-side/settle.interceptor.js';
import { AuditReadOfPast } from '../reading/audit-read.js';
import { CertifyProvince } from './certify-province.js';
import { GetProvinceStatus, ProvinceStatusView } from './get-province-status.js';
import { ReasonBody, ReturnBody, ReturnSurvey } from './return-survey.js';
import { RevokeCertification } from './revoke-certification.js';

@ApiTags('provinces')
@ApiProblems()
@Controller('api')
export class ProvinceController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readYourWrites: ReadYourWrites,
    private readonly past: Past,
  ) {}

  @Get('provinces/:province/status/:year')
  @Allow({ roles: ['province', 'auditor', 'admin'], scope: 'province' })
  @AuditReadOfPast('province-at')
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiQuery({ name: 'after', required: false })
  @ApiQuery({ name: 'at', required: false, description: atDescription })
  @ApiOkResponse({ type: ProvinceStatusView })
  async status(
    @Param('province') provinceCode: string,
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Query('after') after: string | undefined,
    @Query('at', MomentPipe) at: Moment | undefined,
  ): Promise<ProvinceStatusView> {
    await this.readYourWrites.upTo(after);
    const province = { fiscalYear, provinceCode };
    return this.queries.execute(
      new GetProvinceStatus(province, at && (await this.past.province(province, at))),
    );
  }

  @Post('provinces/:province/certifications/:year')
  @Allow({ roles: ['province'], scope: 'province' })
  @UseInterceptors(SettleInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiCreatedResponse({ type: CommandResultView })
  async certify(
    @Param('province') provinceCode: string,
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new CertifyProvince({ fiscalYear, provinceCode }, context));
  }

  @Post('provinces/:province/certifications/:year/revocation')
  @Allow({ roles: ['admin'], scope: 'province' })
  @UseInterceptors(SettleInterceptor)
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

  @Post('surveys/:year/:lao/return')
  @Allow({ roles: ['province'], scope: 'lao' })
  @UseInterceptors(SettleInterceptor)
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiCreatedResponse({ type: CommandResultView })
  async returnSurvey(
    @Param('year', FiscalYearPipe) fiscalYear: number,
    @Param('lao') laoCode: string,
    @Body() body: ReturnBody,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new ReturnSurvey({ fiscalYear, laoCode }, body, context));
  }
}
