import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { Past } from '../past/past.js';
import type { SurveyKey } from '../events/streams.js';
import { bearingOn } from './survey-record.js';

export class SurveyMomentView {
  @ApiProperty({ description: 'Place in the log: what `at` takes.' }) position!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of the survey; null for an act of its province.',
  })
  revision!: string | null;
  @ApiProperty({ format: 'date-time' }) time!: string;
  @ApiProperty({ example: 'AspectSaved' }) type!: string;
}

/** Every point at which a survey or its status in the province changed, in log order. They are the steps of a slider. */
export class ListSurveyMoments extends Query<SurveyMomentView[]> {
  constructor(readonly survey: SurveyKey) {
    super();
  }
}

@QueryHandler(ListSurveyMoments)
export class ListSurveyMomentsHandler implements IQueryHandler<ListSurveyMoments> {
  constructor(private readonly past: Past) {}

  async execute({ survey }: ListSurveyMoments): Promise<SurveyMomentView[]> {
    const events = await bearingOn(survey, await this.past.surveyRecord(survey));
    return events.map(({ position, revision, metadata, type, subject }) => ({
      position: position.toString(),
      revision: subject.category === 'survey' ? revision.toString() : null,
      time: metadata.time,
      type,
    }));
  }
}
