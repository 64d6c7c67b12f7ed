import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { campaignOf } from '../../projections/read-models/campaigns.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { requireCampaign } from '../campaign/round.js';
import { Allow, everyone } from '../identity/policy.js';
import { ApiProblems } from '../http/api-problems.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { QuestionnaireLibrary } from '../questionnaire/questionnaire-library.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';

@ApiTags('questionnaires')
@ApiProblems()
@Controller('api/questionnaires')
export class QuestionnaireController {
  constructor(
    private readonly store: ReadStore,
    private readonly questionnaires: QuestionnaireLibrary,
  ) {}

  /** The questionnaire version that the year's campaign pins. */
  @Get(':year')
  @Allow({ roles: everyone })
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ schema: { type: 'object', required: ['version', 'aspects', 'processSteps', 'channels'] } })
  async pinned(@Param('year', FiscalYearPipe) fiscalYear: number): Promise<Questionnaire> {
    const campaign = requireCampaign(await campaignOf(this.store, fiscalYear), fiscalYear);
    return this.questionnaires.require(campaign.questionnaireVersion);
  }
}
