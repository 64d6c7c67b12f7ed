import { Global, Module } from '@nestjs/common';
import { CampaignController } from './campaign.controller.js';
import { CloseCampaignHandler, ExtendCampaignHandler, OpenCampaignHandler } from './campaign-commands.js';
import { ListCampaignsHandler } from './list-campaigns.js';
import { Narrowings } from './narrowings.js';
import { Rounds } from './round.js';
import { WidenCampaignHandler } from './widen-campaign.js';

/** Global, because every command on a survey or a province looks up its round. */
@Global()
@Module({
  controllers: [CampaignController],
  providers: [
    OpenCampaignHandler,
    WidenCampaignHandler,
    ExtendCampaignHandler,
    CloseCampaignHandler,
    ListCampaignsHandler,
    Narrowings,
    Rounds,
  ],
  exports: [Narrowings, Rounds],
})
export class CampaignModule {}
