import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { campaignOf } from '../../projections/campaigns.js';
import { provinceStatus } from '../../projections/province-statuses.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { surveyForm } from '../../projections/survey-forms.js';
import type { Standpoint } from '../as-of/past.js';
import { Clock } from '../clock.js';
import { Directory } from '../directory/directory.js';
import { problems } from '../problems/catalogue.js';
import { QuestionnaireLibrary } from '../questionnaire/questionnaire-library.js';
import { campaignWindow, composeForm, laoView } from './compose-form.js';
import type { FormView } from './form-view.js';
import type { SurveyKey } from './survey-desk.js';

/** The form of one LAO and year, blank if it has not started; as it stands, or as it stood at a point of the past. */
export class GetSurvey extends Query<FormView> {
  constructor(
    readonly survey: SurveyKey,
    readonly from?: Standpoint,
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

  async execute({ survey: { fiscalYear, laoCode }, from }: GetSurvey): Promise<FormView> {
    const { store, now } = from ?? { store: this.live, now: this.clock.now() };
    const lao = this.directory.lao(laoCode);
    if (!lao) throw problems.unknownLao(laoCode);
    const campaign = await campaignOf(store, fiscalYear);
    if (!campaign) throw problems.unknownCampaign(fiscalYear);
    if (!campaign.provinces.includes(lao.provinceCode)) throw problems.laoNotInCampaign(laoCode, fiscalYear);
    const questionnaire = this.questionnaires.get(campaign.questionnaireVersion);
    if (!questionnaire) throw problems.unknownQuestionnaire(campaign.questionnaireVersion);
    const province = await provinceStatus(store, fiscalYear, lao.provinceCode);
    return composeForm(await surveyForm(store, fiscalYear, laoCode), {
      lao: laoView(this.directory, lao),
      questionnaire,
      campaign: campaignWindow(campaign, now),
      provinceCertifiedAt: province?.certifiedAt ?? null,
    });
  }
}
