import { Injectable } from '@nestjs/common';
import { campaignModel, type Campaign } from '../campaign/campaign.js';
import { DecideAndAppend } from '../command/decide-and-append.js';
import { Directory, type Province } from '../directory/directory.js';
import { campaignStream } from '../event-store/streams.js';
import { problems } from '../problems/catalogue.js';

/** A province in one year. */
export interface ProvinceKey {
  readonly fiscalYear: number;
  readonly provinceCode: string;
}

/** Looks up what an officer's act refers to. */
@Injectable()
export class ProvinceDesk {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem `unknown-province`, `unknown-campaign`, `province-not-in-campaign`. */
  async frame({
    fiscalYear,
    provinceCode,
  }: ProvinceKey): Promise<{ province: Province; campaign: Campaign }> {
    const province = this.directory.province(provinceCode);
    if (!province) throw problems.unknownProvince(provinceCode);
    const { state: campaign } = await this.decideAndAppend.load(campaignStream(fiscalYear), campaignModel);
    if (!campaign) throw problems.unknownCampaign(fiscalYear);
    if (!campaign.provinces.includes(provinceCode)) {
      throw problems.provinceNotInCampaign(provinceCode, fiscalYear);
    }
    return { province, campaign };
  }
}
