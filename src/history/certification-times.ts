import type { CertificationDocument } from '../../projections/read-models/certifications.js';
import type { Actor } from '../events/actor.js';

/** One reversal of a certification: the return to an LAO, or the revocation for a province. */
export interface Undoing {
  readonly at: string;
  readonly reason: string;
  readonly by: Actor;
}

/** When an office certified, and which certifications were reversed. Times are ISO 8601 UTC. */
export interface CertificationTimes {
  readonly firstCertifiedAt: string | null;
  readonly lastCertifiedAt: string | null;
  /** Who certified last. */
  readonly certifiedBy: Actor | null;
  /** How many times. */
  readonly count: number;
  readonly undone: readonly Undoing[];
  /** Whether the last certification is still in force. */
  readonly stands: boolean;
}

/** @param certified the certifications of one office and year, in order. */
export const timesOf = (certified: readonly CertificationDocument[]): CertificationTimes => ({
  firstCertifiedAt: certified.at(0)?.at ?? null,
  lastCertifiedAt: certified.at(-1)?.at ?? null,
  certifiedBy: certified.at(-1)?.by ?? null,
  count: certified.length,
  undone: certified.flatMap(({ ended }) =>
    ended ? [{ at: ended.at, reason: ended.reason, by: ended.by }] : [],
  ),
  stands: certified.at(-1)?.ended === null,
});

/** The certifications as they were known at a position of the log. */
export const upTo = (
  certified: readonly CertificationDocument[],
  position: string,
): readonly CertificationDocument[] => {
  const happened = (of: { readonly position: string }) => BigInt(of.position) <= BigInt(position);
  return certified
    .filter(happened)
    .map((each) => (each.ended && happened(each.ended) ? each : { ...each, ended: null }));
};
