import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { listCampaigns } from '../../projections/read-models/campaigns.js';
import { listQuestionnaires } from '../../projections/read-models/questionnaires.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { ActorView } from '../people/actor-view.js';
import { named, People } from '../people/people.js';

export class PublishedQuestionnaireView {
  @ApiProperty({ example: '2565.1' }) version!: string;
  @ApiProperty({ type: 'integer', example: 2565 }) fiscalYear!: number;
  @ApiProperty() titleTh!: string;
  @ApiProperty() titleEn!: string;
  @ApiProperty({ type: 'integer', description: 'Standard rows over all aspects.' }) rows!: number;
  @ApiProperty({ format: 'date-time' }) publishedAt!: string;
  @ApiProperty({ type: ActorView }) by!: ActorView;
  @ApiProperty({ type: [Number], description: 'Fiscal years of the rounds that pin it.' })
  usedBy!: number[];
}

/** Lists all published versions, the oldest first. */
export class ListQuestionnaires extends Query<PublishedQuestionnaireView[]> {}

@QueryHandler(ListQuestionnaires)
export class ListQuestionnairesHandler implements IQueryHandler<ListQuestionnaires> {
  constructor(
    private readonly store: ReadStore,
    private readonly people: People,
  ) {}

  async execute(): Promise<PublishedQuestionnaireView[]> {
    const versions = await listQuestionnaires(this.store);
    const campaigns = await listCampaigns(this.store);
    const names = await this.people.namesOf(versions.map(({ by }) => by.sub));
    return versions.map(({ version, fiscalYear, titleTh, titleEn, rows, publishedAt, by }) => ({
      version,
      fiscalYear,
      titleTh,
      titleEn,
      rows,
      publishedAt,
      by: named(by, names),
      usedBy: campaigns
        .filter(({ questionnaireVersion }) => questionnaireVersion === version)
        .map((campaign) => campaign.fiscalYear)
        .sort(),
    }));
  }
}
