import { problems } from '../problems/catalogue.js';
import { readReason } from '../problems/reason.js';
import type { CampaignEvent, CampaignOpened } from '../events/campaign-events.js';
import { campaignState, type Campaign, type Narrowing } from './campaign.js';

/** A change of the closing time needs no reason. A given reason is recorded. */
const optionalReason = (raw: string | undefined): { readonly reason?: string } =>
  raw === undefined || raw === '' ? {} : { reason: readReason(raw) };

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

/**
 * Adds provinces to a round that is not closed. Provinces that are already enrolled are skipped.
 * @param enrolled the requested provinces that are already enrolled
 */
export const decideWidenCampaign = (
  campaign: Campaign | undefined,
  fiscalYear: number,
  command: { readonly provinces: readonly string[]; readonly enrolled: ReadonlySet<string> },
  now: Date,
): readonly CampaignEvent[] => {
  if (!campaign) throw problems.unknownCampaign(fiscalYear);
  const state = campaignState(campaign, now);
  if (state === 'closing') throw problems.campaignClosing(fiscalYear);
  if (state === 'closed') {
    throw problems.campaignClosed(fiscalYear, campaign.closedAt ?? campaign.closesAt);
  }
  const provinces = command.provinces.filter((code) => !command.enrolled.has(code));
  if (provinces.length === 0) throw problems.provincesEnrolled(fiscalYear);
  return [{ type: 'CampaignWidened', data: { provinces } }];
};

/**
 * Moves the closing time later or earlier, but not into the past. This reopens a campaign that was closed by hand.
 * An earlier time makes the window shorter, so it counts once no answer can come behind it.
 */
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
  const state = campaignState(campaign, now);
  if (state === 'closing') throw problems.campaignClosing(fiscalYear);
  const data = { closesAt: command.closesAt, ...optionalReason(command.reason) };
  const shorter = state !== 'closed' && new Date(command.closesAt) < new Date(campaign.closesAt);
  return [{ type: shorter ? 'CampaignClosingBegun' : 'CampaignExtended', data }];
};

/** Begins to close the round. `decideFinishNarrowing` closes it. */
export const decideCloseCampaign = (
  campaign: Campaign | undefined,
  fiscalYear: number,
  command: { readonly reason?: string | undefined },
  now: Date,
): readonly CampaignEvent[] => {
  if (!campaign) throw problems.unknownCampaign(fiscalYear);
  const state = campaignState(campaign, now);
  if (state === 'closing') throw problems.campaignClosing(fiscalYear);
  if (state === 'closed') throw problems.campaignAlreadyClosed(fiscalYear);
  return [{ type: 'CampaignClosingBegun', data: optionalReason(command.reason) }];
};

/** Records the new end of the window, once every stream of the round has its fence. */
export const decideFinishNarrowing = (
  campaign: Campaign | undefined,
  fiscalYear: number,
  { revision, closesAt, reason }: Narrowing,
  now: Date,
): readonly CampaignEvent[] => {
  if (!campaign) throw problems.unknownCampaign(fiscalYear);
  const isPending = campaign.closingAt !== undefined && [...campaign.narrowings.keys()].at(-1) === revision;
  if (!isPending) throw problems.concurrentChange();
  const why = reason === undefined ? {} : { reason };
  // The new end may have passed while the fences were raised. Answers of that time would lie behind it, so the round closes now.
  if (closesAt === undefined || new Date(closesAt) <= now) return [{ type: 'CampaignClosed', data: why }];
  return [{ type: 'CampaignExtended', data: { closesAt, ...why } }];
};
