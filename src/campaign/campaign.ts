import type { Actor } from '../events/actor.js';
import type { StreamModel } from '../commands/stream-model.js';
import type { ResultFilesRecorded, ResultsPublished, ResultsWithdrawn } from '../events/campaign-events.js';
import { unknownEvent, type RecordedIn } from '../events/domain-event.js';
import { problems } from '../problems/catalogue.js';

/** A window that was begun to be made shorter, and what was asked for. */
export interface Narrowing {
  /** Of the `CampaignClosingBegun`. */
  readonly revision: bigint;
  readonly actor: Actor;
  readonly closesAt?: string;
  readonly reason?: string;
}

/** Results that were published as open data. */
export interface Publication {
  /** Of the `ResultsPublished`. */
  readonly revision: bigint;
  /** When the results are as of. */
  readonly position: string;
  readonly time: string;
  readonly publishedAt: string;
  readonly note: string;
  /** Undefined until the files are recorded; `revision` is that of their event. */
  readonly recorded: (ResultFilesRecorded['data'] & { readonly revision: bigint }) | undefined;
  readonly withdrawnAt: string | undefined;
}

/** One survey round. Times are ISO 8601 UTC. */
export interface Campaign {
  readonly questionnaireVersion: string;
  /** The codes of the provinces to ask, ascending. Each province is in scope once it is enrolled. */
  readonly provinces: readonly string[];
  readonly opensAt: string;
  readonly closesAt: string;
  /** Set when the campaign was closed by hand and not extended since. */
  readonly closedAt: string | undefined;
  /** Since when the window is being made shorter; undefined unless that is under way. */
  readonly closingAt: string | undefined;
  /** Every narrowing of the round, by revision. The last one is under way while `closingAt` is set. */
  readonly narrowings: ReadonlyMap<bigint, Narrowing>;
  /** Oldest first. */
  readonly publications: readonly Publication[];
}

type ResultsEvent = ResultsPublished | ResultFilesRecorded | ResultsWithdrawn;

const evolve = (
  campaign: Campaign | undefined,
  events: readonly RecordedIn<'campaign'>[],
): Campaign | undefined => events.reduce(apply, campaign);

const apply = (campaign: Campaign | undefined, event: RecordedIn<'campaign'>): Campaign | undefined => {
  switch (event.type) {
    case 'CampaignOpened':
      return {
        ...event.data,
        closedAt: undefined,
        closingAt: undefined,
        narrowings: new Map(),
        publications: [],
      };
    case 'CampaignWidened': {
      const provinces = [...new Set([...(campaign?.provinces ?? []), ...event.data.provinces])].sort();
      return campaign && { ...campaign, provinces };
    }
    case 'CampaignExtended':
      return (
        campaign && {
          ...campaign,
          closesAt: event.data.closesAt,
          closedAt: undefined,
          closingAt: undefined,
        }
      );
    case 'CampaignClosingBegun': {
      const { revision, metadata, data } = event;
      const narrowing = { revision, actor: metadata.actor, ...data };
      const narrowings = new Map(campaign?.narrowings).set(revision, narrowing);
      return campaign && { ...campaign, closingAt: metadata.time, narrowings };
    }
    case 'CampaignClosed':
      return campaign && { ...campaign, closedAt: event.metadata.time, closingAt: undefined };
    case 'ResultsPublished':
    case 'ResultFilesRecorded':
    case 'ResultsWithdrawn':
      return campaign && { ...campaign, publications: published(campaign.publications, event) };
    default:
      return unknownEvent(event);
  }
};

const published = (
  before: readonly Publication[],
  { type, data, revision, metadata }: Extract<RecordedIn<'campaign'>, ResultsEvent>,
): readonly Publication[] => {
  switch (type) {
    case 'ResultsPublished': {
      const publishedAt = metadata.time;
      return [...before, { revision, ...data, publishedAt, recorded: undefined, withdrawnAt: undefined }];
    }
    case 'ResultFilesRecorded':
      return before.map((each) =>
        each.revision.toString() === data.publication ? { ...each, recorded: { ...data, revision } } : each,
      );
    case 'ResultsWithdrawn':
      return before.map((each) => ({ ...each, withdrawnAt: each.withdrawnAt ?? metadata.time }));
    default:
      return type satisfies never;
  }
};

export const campaignModel: StreamModel<Campaign | undefined, 'campaign'> = {
  category: 'campaign',
  initialState: undefined,
  evolve,
};

/** `closing`: no answer may change until the new end of the window is recorded. */
export const campaignStates = ['scheduled', 'open', 'closing', 'closed'] as const;
export type CampaignState = (typeof campaignStates)[number];

/** The window of a round, as a decision or a read model holds it. */
export type Window = Pick<Campaign, 'opensAt' | 'closesAt'> & {
  readonly closedAt?: string | null | undefined;
  readonly closingAt?: string | null | undefined;
};

export const campaignState = (campaign: Window, now: Date): CampaignState => {
  // Also when the old end passes meanwhile: only the new end may come next.
  if (campaign.closingAt) return 'closing';
  if (campaign.closedAt || now >= new Date(campaign.closesAt)) return 'closed';
  return now < new Date(campaign.opensAt) ? 'scheduled' : 'open';
};

/** @throws Problem if answers may not change now. */
export const requireOpen = (campaign: Campaign, fiscalYear: number, now: Date): void => {
  const state = campaignState(campaign, now);
  if (state === 'scheduled') throw problems.campaignNotOpenYet(fiscalYear, campaign.opensAt);
  if (state === 'closing') throw problems.campaignClosing(fiscalYear);
  if (state === 'closed') throw problems.campaignClosed(fiscalYear, campaign.closedAt ?? campaign.closesAt);
};
