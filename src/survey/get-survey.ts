import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { campaignOf } from '../../projections/read-models/campaigns.js';
import { provinceStatus } from '../../projections/read-models/province-statuses.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { surveyForm } from '../../projections/read-models/survey-forms.js';
import type { Standpoint } from '../past/past.js';
import { surveyRound } from '../campaign/round.js';
import { Clock } from '../basics/clock.js';
import { Directory } from '../directory/directory.js';
import { QuestionnaireLibrary } from '../questionnaire/questionnaire-library.js';
import { campaignWindow, composeForm, laoView } from '../form/compose-form.js';
import type { FormView } from '../form/form-view.js';
import type { SurveyKey } from '../events/streams.js';

/** The form of one LAO and year, blank if it has not started, now or at a point of the past. */
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

  async execute({ survey, from }: GetSurvey): Promise<FormView> {
    const { fiscalYear, laoCode } = survey;
    const { store, now } = from ?? { store: this.live, now: this.clock.now() };
    const found = await campaignOf(store, fiscalYear);
    const { lao, campaign, questionnaire } = surveyRound(found, survey, this.directory, this.questionnaires);
    const province = await provinceStatus(store, fiscalYear, lao.provinceCode);
    return composeForm(await surveyForm(store, fiscalYear, laoCode), {
      lao: laoView(this.directory, lao),
      questionnaire,
      campaign: campaignWindow(campaign, now),
      provinceCertifiedAt: province?.certifiedAt ?? null,
    });
  }
}
