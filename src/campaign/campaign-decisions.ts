import { problems } from '../problems/catalogue.js';
import { textProblem } from '../questionnaire/text.js';
import type { CampaignEvent, CampaignOpened } from './campaign-events.js';
import type { Campaign } from './campaign.js';

const MAX_REASON = 1000;

const readReason = (raw: string | undefined): { readonly reason?: string } => {
  if (raw === undefined || raw === '') return {};
  const wrong = textProblem(raw, MAX_REASON);
  if (wrong) throw problems.invalidReason(wrong, MAX_REASON);
  return { reason: raw.trim().normalize('NFC') };
};

export const decideOpenCampaign = (
  campaign: Campaign | undefined,
  fiscalYear: number,
  opening: CampaignOpened['data'],
  now: Date,
): readonly CampaignEvent[] => {
  if (campaign) throw problems.campaignExists(fiscalYear);
  if (new Date(opening.closesAt) <= new Date(opening.opensAt)) {
    throw problems.invalidWindow('closesAt must be after opensAt');
  }
  if (new Date(opening.closesAt) <= now) throw problems.invalidWindow('closesAt is in the past');
  return [{ type: 'CampaignOpened', data: opening }];
};

/** Moves the closing time, later or earlier but not into the past; a campaign closed by hand is open again. */
export const decideExtendCampaign = (
  campaign: Campaign | undefined,
  fiscalYear: number,
  command: { readonly closesAt: string; readonly reason?: string | undefined },
  now: Date,
): readonly CampaignEvent[] => {
  if (!campaign) throw problems.unknownCampaign(fiscalYear);
  if (new Date(command.closesAt) <= now) throw problems.invalidWindow('closesAt is in the past');
  if (new Date(command.closesAt) <= new Date(campaign.opensAt)) {
    throw problems.invalidWindow('closesAt must be after opensAt');
  }
  return [{ type: 'CampaignExtended', data: { closesAt: command.closesAt, ...readReason(command.reason) } }];
};

export const decideCloseCampaign = (
  campaign: Campaign | undefined,
  fiscalYear: number,
  command: { readonly reason?: string | undefined },
  now: Date,
): readonly CampaignEvent[] => {
  if (!campaign) throw problems.unknownCampaign(fiscalYear);
  if (campaign.closedAt || new Date(campaign.closesAt) <= now)
    throw problems.campaignAlreadyClosed(fiscalYear);
  return [{ type: 'CampaignClosed', data: readReason(command.reason) }];
};
