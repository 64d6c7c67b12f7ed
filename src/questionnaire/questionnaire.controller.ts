import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { campaignOf } from '../../projections/campaigns.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { Allow, everyone } from '../access/policy.js';
import { ApiProblems } from '../http/api-problems.js';
import { FiscalYearPipe } from '../http/fiscal-year.pipe.js';
import { problems } from '../problems/catalogue.js';
import { QuestionnaireLibrary } from './questionnaire-library.js';
import type { Questionnaire } from './questionnaire.js';

@ApiTags('questionnaires')
@ApiProblems()
@Controller('api/questionnaires')
export class QuestionnaireController {
  constructor(
    private readonly store: ReadStore,
    private readonly questionnaires: QuestionnaireLibrary,
  ) {}

  /** The questionnaire that the year's campaign pinned. */
  @Get(':year')
  @Allow({ roles: everyone })
  @ApiParam({ name: 'year', type: 'integer', example: 2565 })
  @ApiOkResponse({ schema: { type: 'object', required: ['version', 'aspects', 'processSteps', 'channels'] } })
  async pinned(@Param('year', FiscalYearPipe) fiscalYear: number): Promise<Questionnaire> {
    const campaign = await campaignOf(this.store, fiscalYear);
    if (!campaign) throw problems.unknownCampaign(fiscalYear);
    const questionnaire = this.questionnaires.get(campaign.questionnaireVersion);
    if (!questionnaire) throw problems.unknownQuestionnaire(campaign.questionnaireVersion);
    return questionnaire;
  }
}
