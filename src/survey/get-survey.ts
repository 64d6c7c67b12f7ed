import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { predecessorsOf, rosterEntry, type RosterEntry } from '../../projections/read-models/rosters.js';
import { ReadStore, type ReadStoreQueries } from '../../projections/read-store/read-store.js';
import { surveyForm } from '../../projections/read-models/survey-forms.js';
import type { Standpoint } from '../past/standpoint.js';
import { enrolledSurvey } from '../campaign/get-enrolled.js';
import { Clock } from '../basics/clock.js';
import { QuestionnaireLibrary } from '../publication/questionnaire-library.js';
import { campaignWindow, composeForm, laoView, namedLao, provinceView } from '../form/compose-form.js';
import type { FormView, WithdrawnView } from '../form/form-view.js';
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
    private readonly questionnaires: QuestionnaireLibrary,
    private readonly clock: Clock,
  ) {}

  async execute({ survey, from }: GetSurvey): Promise<FormView> {
    const { fiscalYear, laoCode } = survey;
    const { store, now } = from ?? { store: this.live, now: this.clock.now() };
    const { campaign, province, lao } = await enrolledSurvey(store, survey);
    return composeForm(await surveyForm(store, fiscalYear, laoCode), {
      lao: laoView(lao, provinceView(province.provinceCode, province)),
      withdrawn: await withdrawnView(store, lao),
      predecessors: (await predecessorsOf(store, survey)).map(namedLao),
      questionnaire: await this.questionnaires.require(campaign.questionnaireVersion),
      campaign: campaignWindow(campaign, now),
      provinceCertifiedAt: province.certifiedAt,
    });
  }
}

const withdrawnView = async (store: ReadStoreQueries, lao: RosterEntry): Promise<WithdrawnView | null> => {
  const { withdrawal, successorCode, fiscalYear } = lao;
  if (!withdrawal) return null;
  if (successorCode === null) return { ...withdrawal, successor: null };
  const successor = await rosterEntry(store, { fiscalYear, laoCode: successorCode });
  return {
    ...withdrawal,
    successor: successor ? namedLao(successor) : { code: successorCode, name: successorCode, nameEn: '' },
  };
};
