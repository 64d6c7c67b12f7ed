import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { provinceStatuses } from '../../projections/province-statuses.js';
import { rebuiltFrom } from '../../projections/replay.js';
import { surveyForms } from '../../projections/survey-forms.js';
import { Directory } from '../directory/directory.js';
import type { RecordedDomainEvent } from '../event-store/domain-event.js';
import { EventStore } from '../event-store/event-store.js';
import { provinceStream, surveyStream } from '../event-store/streams.js';
import { toDomainEvent } from '../event-store/upcasting.js';
import { problems } from '../problems/catalogue.js';
import type { FormView } from '../survey/form-view.js';
import { GetSurvey } from '../survey/get-survey.js';
import type { SurveyKey } from '../survey/survey-desk.js';
import type { AtQuery } from './audit-queries.js';

/** The form as it was shown then: the events up to that point, through the very projection and query that show it today. */
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
    private readonly eventStore: EventStore,
    private readonly directory: Directory,
    private readonly queries: QueryBus,
  ) {}

  async execute({ survey, point }: GetSurveyAsOf): Promise<FormView> {
    const events = upTo(point, await this.events(survey));
    const past = await rebuiltFrom(events, [surveyForms, provinceStatuses(this.directory)]);
    return this.queries.execute(new GetSurvey(survey, past));
  }

  /** All that ever bore on the survey: its own events and its province's, in log order. */
  private async events({ fiscalYear, laoCode }: SurveyKey): Promise<readonly RecordedDomainEvent[]> {
    const lao = this.directory.lao(laoCode);
    if (!lao) throw problems.unknownLao(laoCode);
    const streams = await Promise.all([
      this.eventStore.readStream(surveyStream(fiscalYear, laoCode)),
      this.eventStore.readStream(provinceStream(fiscalYear, lao.provinceCode)),
    ]);
    return streams
      .flat()
      .sort((a, b) => (a.position < b.position ? -1 : 1))
      .map((event) => toDomainEvent(event));
  }
}

const upTo = (
  { revision, time }: AtQuery,
  events: readonly RecordedDomainEvent[],
): readonly RecordedDomainEvent[] => {
  if ((revision === undefined) === (time === undefined)) {
    throw problems.invalidRequest([{ path: 'revision', message: 'give either revision or time' }]);
  }
  if (time !== undefined) {
    const instant = new Date(time).toISOString();
    return events.filter((event) => event.metadata.time <= instant);
  }
  if (revision === '-1') return [];
  const last = events.find(
    (event) => event.subject.category === 'survey' && event.revision === BigInt(revision!),
  );
  if (!last) throw problems.unknownRevision(revision!);
  return events.filter((event) => event.position <= last.position);
};
