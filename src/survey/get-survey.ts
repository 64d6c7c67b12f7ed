import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { campaignOf } from '../../projections/campaigns.js';
import { provinceStatus } from '../../projections/province-statuses.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { surveyForm } from '../../projections/survey-forms.js';
import { Clock } from '../clock.js';
import { Directory } from '../directory/directory.js';
import { problems } from '../problems/catalogue.js';
import { QuestionnaireLibrary } from '../questionnaire/questionnaire-library.js';
import { campaignWindow, composeForm, laoView } from './compose-form.js';
import type { FormView } from './form-view.js';
import type { SurveyKey } from './survey-desk.js';

/**
 * The form of one LAO and year, blank if it has not started. `from` is the store it is read from: the live one,
 * or one that holds the past.
 */
export class GetSurvey extends Query<FormView> {
  constructor(
    readonly survey: SurveyKey,
    readonly from?: ReadStore,
  ) {
    super();
  }
}

@QueryHandler(GetSurvey)
export class GetSurveyHandler implements IQueryHandler<GetSurvey> {
  constructor(
    private readonly live: ReadStore,
    private readonly directory: Directory,
    private readonly questionnaires: QuestionnaireLibrary,
    private readonly clock: Clock,
  ) {}

  async execute({ survey: { fiscalYear, laoCode }, from = this.live }: GetSurvey): Promise<FormView> {
    const lao = this.directory.lao(laoCode);
    if (!lao) throw problems.unknownLao(laoCode);
    const campaign = await campaignOf(this.live, fiscalYear);
    if (!campaign) throw problems.unknownCampaign(fiscalYear);
    if (!campaign.provinces.includes(lao.provinceCode)) throw problems.laoNotInCampaign(laoCode, fiscalYear);
    const questionnaire = this.questionnaires.get(campaign.questionnaireVersion);
    if (!questionnaire) throw problems.unknownQuestionnaire(campaign.questionnaireVersion);
    const province = await provinceStatus(from, fiscalYear, lao.provinceCode);
    return composeForm(await surveyForm(from, fiscalYear, laoCode), {
      lao: laoView(this.directory, lao),
      questionnaire,
      campaign: campaignWindow(campaign, this.clock.now()),
      provinceCertifiedAt: province?.certifiedAt ?? null,
    });
  }
}
