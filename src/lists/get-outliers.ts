import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { statusesOfProvince } from '../../projections/read-models/lao-statuses.js';
import { formsOf, type SurveyForm } from '../../projections/read-models/survey-forms.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { enrolledSurvey } from '../campaign/get-enrolled.js';
import { provinceOf, type SurveyKey } from '../events/streams.js';
import { outliersIn, type Outlier } from './outliers.js';

export class OutlierView implements Outlier {
  @ApiProperty() rowId!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
  @ApiProperty({ description: 'Of the other LAOs of this type in the province that give a number.' })
  median!: number;
  @ApiProperty({ type: 'integer', description: 'How many they are.' }) offices!: number;
}

/** The counts of a survey that an officer should look at first. */
export class GetOutliers extends Query<readonly OutlierView[]> {
  constructor(readonly survey: SurveyKey) {
    super();
  }
}

@QueryHandler(GetOutliers)
export class GetOutliersHandler implements IQueryHandler<GetOutliers> {
  constructor(private readonly store: ReadStore) {}

  async execute({ survey: { fiscalYear, laoCode } }: GetOutliers): Promise<readonly OutlierView[]> {
    await enrolledSurvey(this.store, { fiscalYear, laoCode });
    const statuses = await statusesOfProvince(this.store, fiscalYear, provinceOf(laoCode));
    const type = statuses.find((each) => each.laoCode === laoCode)?.type;
    const alike = statuses.filter((each) => each.type === type).map((each) => each.laoCode);
    const forms = await formsOf(this.store, fiscalYear, [...new Set([...alike, laoCode])]);
    const own = forms.get(laoCode);
    const others = [...forms].flatMap(([code, form]) => (code === laoCode ? [] : [countsOf(form)]));
    return own === undefined ? [] : outliersIn(countsOf(own), others);
  }
}

const countsOf = ({ answers }: SurveyForm): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(answers).flatMap(([rowId, { answer }]) =>
      answer?.yearlyUsers === undefined ? [] : [[rowId, answer.yearlyUsers] as const],
    ),
  );
