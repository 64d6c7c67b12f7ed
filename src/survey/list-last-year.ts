import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { predecessorsOf, rosterEntries } from '../../projections/read-models/rosters.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import type { SurveyKey } from '../events/streams.js';
import type { FormView } from '../form/form-view.js';
import { GetSurvey } from './get-survey.js';

/** The forms of the year before that an LAO may take answers from: its own, and those of the LAOs whose place it took. */
export class ListLastYear extends Query<FormView[]> {
  constructor(readonly survey: SurveyKey) {
    super();
  }
}

@QueryHandler(ListLastYear)
export class ListLastYearHandler implements IQueryHandler<ListLastYear> {
  constructor(
    private readonly store: ReadStore,
    private readonly queries: QueryBus,
  ) {}

  async execute({ survey: { fiscalYear, laoCode } }: ListLastYear): Promise<FormView[]> {
    const lastYear = fiscalYear - 1;
    // A merger may stand in the roster of either year.
    const predecessors = await Promise.all(
      [fiscalYear, lastYear].map((year) => predecessorsOf(this.store, { fiscalYear: year, laoCode })),
    );
    const codes = new Set([laoCode, ...predecessors.flat().map((entry) => entry.laoCode)]);
    const asked = await rosterEntries(this.store, lastYear, codes);
    const surveys = [...codes].filter((code) => asked.has(code));
    return Promise.all(
      surveys.map((code) => this.queries.execute(new GetSurvey({ fiscalYear: lastYear, laoCode: code }))),
    );
  }
}
