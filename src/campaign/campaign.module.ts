import { Module } from '@nestjs/common';
import { QuestionnaireController } from '../questionnaire/questionnaire.controller.js';
import { CampaignController } from './campaign.controller.js';
import { CloseCampaignHandler, ExtendCampaignHandler, OpenCampaignHandler } from './campaign-commands.js';
import { ListCampaignsHandler } from './list-campaigns.js';

@Module({
  controllers: [CampaignController, QuestionnaireController],
  providers: [OpenCampaignHandler, ExtendCampaignHandler, CloseCampaignHandler, ListCampaignsHandler],
})
export class CampaignModule {}
