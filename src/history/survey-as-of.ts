import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { parseSurveyMoment, type SurveyMoment } from '../past/moment.js';
import { Past } from '../past/past.js';
import { problems } from '../problems/catalogue.js';
import type { FormView } from '../form/form-view.js';
import { GetSurvey } from '../survey/get-survey.js';
import type { SurveyKey } from '../events/streams.js';
import type { AtQuery } from './audit-queries.js';
import { momentIn } from './survey-moment.js';

/** The form as shown at that point. It uses the events up to the point, with the same projection and query as today. */
export class GetSurveyAsOf extends Query<FormView> {
  constructor(
    readonly survey: SurveyKey,
    readonly point: AtQuery,
  ) {
    super();
  }
}

@QueryHandler(GetSurveyAsOf)
export class GetSurveyAsOfHandler implements IQueryHandler<GetSurveyAsOf> {
  constructor(
    private readonly past: Past,
    private readonly queries: QueryBus,
  ) {}

  async execute({ survey, point }: GetSurveyAsOf): Promise<FormView> {
    const moment = momentIn(await this.past.surveyRecord(survey), asked(point));
    return this.queries.execute(new GetSurvey(survey, await this.past.survey(survey, moment)));
  }
}

const asked = ({ revision, time }: AtQuery): SurveyMoment => {
  if ((revision === undefined) === (time === undefined)) {
    throw problems.invalidRequest([{ path: 'revision', message: 'give either revision or time' }]);
  }
  return time === undefined
    ? { kind: 'revision', revision: BigInt(revision!) }
    : parseSurveyMoment(time, 'time');
};
