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

/** The department publishes the round's results as open data, as they were at a position of the log. */
export interface ResultsPublished {
  readonly type: 'ResultsPublished';
  readonly data: {
    /** The last event that counts, and its time (ISO 8601 UTC). */
    readonly position: string;
    readonly time: string;
    /** What the department says about it. */
    readonly note: string;
  };
}

/** One file of a publication. */
export interface ResultFile {
  readonly name: string;
  readonly bytes: number;
  readonly rows: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** The files of a publication. The system records it, so that the proof of a file names no person. */
export interface ResultFilesRecorded {
  readonly type: 'ResultFilesRecorded';
  readonly data: {
    /** Revision of the `ResultsPublished`. */
    readonly publication: string;
    readonly position: string;
    readonly time: string;
    /** How the files are written. Another way gets another number, since published bytes never change. */
    readonly format: number;
    readonly files: readonly ResultFile[];
  };
}

/** Takes back all that was published of the round. */
export interface ResultsWithdrawn {
  readonly type: 'ResultsWithdrawn';
  readonly data: { readonly note: string };
}

export type CampaignEvent =
  | CampaignOpened
  | CampaignWidened
  | CampaignExtended
  | CampaignClosingBegun
  | CampaignClosed
  | ResultsPublished
  | ResultFilesRecorded
  | ResultsWithdrawn;
