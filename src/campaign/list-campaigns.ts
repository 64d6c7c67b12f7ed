import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { listCampaigns } from '../../projections/read-models/campaigns.js';
import { listProvinceStatuses } from '../../projections/read-models/province-statuses.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { Clock } from '../basics/clock.js';
import { campaignState, campaignStates, type CampaignState } from './campaign.js';

export class CampaignView {
  @ApiProperty({ type: 'integer', example: 2565 }) fiscalYear!: number;
  @ApiProperty({ example: '2565.1' }) questionnaireVersion!: string;
  @ApiProperty({ type: [String], description: 'Province codes in scope.' }) provinces!: string[];
  @ApiProperty({ format: 'date-time' }) opensAt!: string;
  @ApiProperty({ format: 'date-time' }) closesAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) closedAt!: string | null;
  @ApiProperty({ enum: campaignStates }) state!: CampaignState;
}

/** Lists all rounds, the latest first. */
export class ListCampaigns extends Query<CampaignView[]> {}

@QueryHandler(ListCampaigns)
export class ListCampaignsHandler implements IQueryHandler<ListCampaigns> {
  constructor(
    private readonly store: ReadStore,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<CampaignView[]> {
    const campaigns = await listCampaigns(this.store);
    const inScope = Map.groupBy(await listProvinceStatuses(this.store), ({ fiscalYear }) => fiscalYear);
    return campaigns.map((campaign) => ({
      fiscalYear: campaign.fiscalYear,
      questionnaireVersion: campaign.questionnaireVersion,
      provinces: (inScope.get(campaign.fiscalYear) ?? []).map(({ provinceCode }) => provinceCode).sort(),
      opensAt: campaign.opensAt,
      closesAt: campaign.closesAt,
      closedAt: campaign.closedAt,
      state: campaignState(campaign, this.clock.now()),
    }));
  }
}
