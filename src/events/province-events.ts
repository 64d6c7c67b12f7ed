import type { Fence } from './fence.js';
import type { RosterEvent } from './roster-events.js';

/** A row that the officer wants changed, with a note on what is wrong. */
export interface ReturnedRow {
  readonly rowId: string;
  readonly note?: string;
}

/**
 * An officer returned one certified survey. The event names the revision of the certification it returns, so it can
 * never undo a later one. It is in the province's stream, so it excludes a certification of the province at the same
 * instant.
 */
export interface LaoReturned {
  readonly type: 'LaoReturned';
  readonly data: {
    readonly laoCode: string;
    /** Revision of the `LaoCertified` in the survey's stream, decimal. */
    readonly certifiedRevision: string;
    readonly reason: string;
    /** The rows that the reason refers to. None means the survey as a whole. */
    readonly rows: readonly ReturnedRow[];
  };
}

/**
 * An officer has read one certified survey. The event names the certification that was read. A later certification has not been
 * reviewed.
 */
export interface SurveyReviewed {
  readonly type: 'SurveyReviewed';
  readonly data: {
    readonly laoCode: string;
    /** Revision of the `LaoCertified` in the survey's stream, decimal. */
    readonly certifiedRevision: string;
  };
}

export interface ProvinceCertified {
  readonly type: 'ProvinceCertified';
  readonly data: {
    /** Every LAO that the roster asks, by code. */
    readonly laos: readonly {
      readonly laoCode: string;
      /** Revision of the `LaoCertified` that is covered, decimal. */
      readonly certifiedRevision: string;
      readonly fingerprint: string;
    }[];
  };
}

export interface ProvinceCertificationRevoked {
  readonly type: 'ProvinceCertificationRevoked';
  readonly data: {
    /** Revision of the `ProvinceCertified` that is revoked, decimal. */
    readonly certifiedRevision: string;
    readonly reason: string;
  };
}

/** The window is made shorter, or a withdrawal is called off: no return that was decided before comes after this. */
export interface ProvinceFenced {
  readonly type: 'ProvinceFenced';
  readonly data: Fence;
}

/** Events of the stream of one province and year: its roster, the officers' acts, and the department's revocation of them. */
export type ProvinceEvent =
  | RosterEvent
  | SurveyReviewed
  | LaoReturned
  | ProvinceCertified
  | ProvinceCertificationRevoked
  | ProvinceFenced;
