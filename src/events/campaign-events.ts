export interface CampaignOpened {
  readonly type: 'CampaignOpened';
  readonly data: {
    /** Pinned for the campaign's whole life. */
    readonly questionnaireVersion: string;
    /** Province codes that are to be asked, ascending. A province is in scope once it is enrolled, which its own stream says. */
    readonly provinces: readonly string[];
    /** The window in which answers may change, ISO 8601 UTC: from `opensAt` (included) to `closesAt` (excluded). */
    readonly opensAt: string;
    readonly closesAt: string;
  };
}

/** More provinces are to be asked while the round runs: the pilot, then the nation. */
export interface CampaignWidened {
  readonly type: 'CampaignWidened';
  /** Province codes, ascending. */
  readonly data: { readonly provinces: readonly string[] };
}

export interface CampaignExtended {
  readonly type: 'CampaignExtended';
  readonly data: { readonly closesAt: string; readonly reason?: string };
}

/**
 * The window is being made shorter. No answer may change until `CampaignClosed` or `CampaignExtended` follows, once every survey
 * and every province of the round has its fence.
 */
export interface CampaignClosingBegun {
  readonly type: 'CampaignClosingBegun';
  readonly data: {
    /** The new end of the window. Absent if the round is closed by hand. */
    readonly closesAt?: string;
    readonly reason?: string;
  };
}

/** Closed by hand, before or after its time; only an extension opens it again. */
export interface CampaignClosed {
  readonly type: 'CampaignClosed';
  readonly data: { readonly reason?: string };
}

export type CampaignEvent =
  CampaignOpened | CampaignWidened | CampaignExtended | CampaignClosingBegun | CampaignClosed;
