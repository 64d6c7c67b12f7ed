import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { campaignOf } from '../../projections/read-models/campaigns.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { problems } from '../problems/catalogue.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { QuestionnaireLibrary } from './questionnaire-library.js';

/** One version, or the version that a year's campaign pins. */
export class GetQuestionnaire extends Query<Questionnaire> {
  constructor(readonly wanted: { readonly version: string } | { readonly fiscalYear: number }) {
    super();
  }
}

@QueryHandler(GetQuestionnaire)
export class GetQuestionnaireHandler implements IQueryHandler<GetQuestionnaire> {
  constructor(
    private readonly store: ReadStore,
    private readonly questionnaires: QuestionnaireLibrary,
  ) {}

  /** @throws Problem `unknown-questionnaire`, `unknown-campaign`. */
  async execute({ wanted }: GetQuestionnaire): Promise<Questionnaire> {
    if ('fiscalYear' in wanted) {
      const campaign = await campaignOf(this.store, wanted.fiscalYear);
      if (!campaign) throw problems.unknownCampaign(wanted.fiscalYear);
      return this.questionnaires.require(campaign.questionnaireVersion);
    }
    const questionnaire = await this.questionnaires.find(wanted.version);
    if (!questionnaire) throw problems.unknownQuestionnaire(wanted.version, 404);
    return questionnaire;
  }
}
