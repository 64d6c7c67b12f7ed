/** The stored state of a lease. The same record read twice means that it was not renewed in between. */
export interface LeaseRecord {
  /** The process that holds it; null once it was given back. */
  readonly holder: string | null;
  /** Grows with every holder and every fresh start: the fence of what is written under it. */
  readonly term: number;
  /** Grows with every renewal within a term. */
  readonly renewals: number;
}

/**
 * Where processes agree on which of them does a thing that only one may do. Every adapter keeps, and the contract suite checks: of several
 * that replace the same record, one succeeds. Records are never removed: a term that began again at 1 would be fenced off by earlier writes.
 */
export abstract class Leases {
  abstract read(name: string): Promise<LeaseRecord | undefined>;
  /** Puts `next` in the place of `seen` (undefined: of nothing). @returns false when the record has changed meanwhile. */
  abstract replace(name: string, seen: LeaseRecord | undefined, next: LeaseRecord): Promise<boolean>;
}
