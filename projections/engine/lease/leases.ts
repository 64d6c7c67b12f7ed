/** The stored state of a lease. Two equal records mean that it was not renewed in between. */
export interface LeaseRecord {
  /** The process that holds the lease; null after it was given back. */
  readonly holder: string | null;
  /** Grows with every new holder and every restart. It is the fence of the writes under it. */
  readonly term: number;
  /** Grows with every renewal within a term. */
  readonly renewals: number;
}

/**
 * The store in which processes agree on the one that may do an exclusive task. Every adapter keeps, and the contract
 * suite checks: when several processes replace the same record, one succeeds. Records are never removed: a term that
 * began again at 1 would be fenced off by earlier writes.
 */
export abstract class Leases {
  abstract read(name: string): Promise<LeaseRecord | undefined>;
  /** Replaces `seen` (undefined: no record) by `next`. @returns false when the record has changed meanwhile. */
  abstract replace(name: string, seen: LeaseRecord | undefined, next: LeaseRecord): Promise<boolean>;
}
