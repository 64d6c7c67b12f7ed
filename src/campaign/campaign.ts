import type { StreamModel } from '../commands/stream-model.js';
import { unknownEvent, type RecordedIn } from '../events/domain-event.js';
import { problems } from '../problems/catalogue.js';

/** One survey round. Times are ISO 8601 UTC. */
export interface Campaign {
  readonly questionnaireVersion: string;
  /** The codes of the provinces to ask, ascending. Each province is in scope once it is enrolled. */
  readonly provinces: readonly string[];
  readonly opensAt: string;
  readonly closesAt: string;
  /** Set when the campaign was closed by hand and not extended since. */
  readonly closedAt: string | undefined;
}

const evolve = (
  campaign: Campaign | undefined,
  events: readonly RecordedIn<'campaign'>[],
): Campaign | undefined => events.reduce(apply, campaign);

const apply = (campaign: Campaign | undefined, event: RecordedIn<'campaign'>): Campaign | undefined => {
  switch (event.type) {
    case 'CampaignOpened':
      return { ...event.data, closedAt: undefined };
    case 'CampaignWidened': {
      const provinces = [...new Set([...(campaign?.provinces ?? []), ...event.data.provinces])].sort();
      return campaign && { ...campaign, provinces };
    }
    case 'CampaignExtended':
      return campaign && { ...campaign, closesAt: event.data.closesAt, closedAt: undefined };
    case 'CampaignClosed':
      return campaign && { ...campaign, closedAt: event.metadata.time };
    default:
      return unknownEvent(event);
  }
};

export const campaignModel: StreamModel<Campaign | undefined, 'campaign'> = {
  category: 'campaign',
  initialState: undefined,
  evolve,
};

export type CampaignState = 'scheduled' | 'open' | 'closed';

export const campaignState = (
  campaign: Pick<Campaign, 'opensAt' | 'closesAt'> & { readonly closedAt?: string | null | undefined },
  now: Date,
): CampaignState => {
  if (campaign.closedAt || now >= new Date(campaign.closesAt)) return 'closed';
  return now < new Date(campaign.opensAt) ? 'scheduled' : 'open';
};

/** @throws Problem if answers may not change now. */
export const requireOpen = (campaign: Campaign, fiscalYear: number, now: Date): void => {
  const state = campaignState(campaign, now);
  if (state === 'scheduled') throw problems.campaignNotOpenYet(fiscalYear, campaign.opensAt);
  if (state === 'closed') throw problems.campaignClosed(fiscalYear, campaign.closedAt ?? campaign.closesAt);
};
