import type { AuditEntry } from '../../projections/read-models/audit-trail.js';
import type { Actor } from '../events/actor.js';

/** One undoing of a certification: an LAO's return, or a province's revocation. */
export interface Undoing {
  readonly at: string;
  readonly reason: string;
  readonly by: Actor;
}

/** When an office certified, and what was undone. Times are ISO 8601 UTC. */
export interface CertificationTimes {
  readonly firstCertifiedAt: string | null;
  readonly lastCertifiedAt: string | null;
  /** Who certified last. */
  readonly certifiedBy: Actor | null;
  /** How many times. */
  readonly count: number;
  readonly undone: readonly Undoing[];
  /** Whether the last certification still stands. */
  readonly stands: boolean;
}

const never: CertificationTimes = {
  firstCertifiedAt: null,
  lastCertifiedAt: null,
  certifiedBy: null,
  count: 0,
  undone: [],
  stands: false,
};

/**
 * Folds certifications and their undoing by office.
 * @param entries in log order
 * @param keyOf the office that an entry is of; undefined for an entry of another kind of office
 */
export const certificationsBy = (
  entries: readonly AuditEntry[],
  keyOf: (entry: AuditEntry) => string | undefined,
): ReadonlyMap<string, CertificationTimes> => {
  const offices = new Map<string, CertificationTimes>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key !== undefined) offices.set(key, after(offices.get(key) ?? never, entry));
  }
  return offices;
};

/** An LAO's certification or the return of it. */
export const laoKey = ({ type, laoCode }: AuditEntry): string | undefined =>
  type === 'LaoCertified' || type === 'LaoReturned' ? (laoCode ?? undefined) : undefined;

/** A province's certification or the revocation of it. */
export const provinceKey = ({ type, provinceCode }: AuditEntry): string | undefined =>
  type === 'ProvinceCertified' || type === 'ProvinceCertificationRevoked'
    ? (provinceCode ?? undefined)
    : undefined;

export const timesOf = (offices: ReadonlyMap<string, CertificationTimes>, code: string): CertificationTimes =>
  offices.get(code) ?? never;

const after = (times: CertificationTimes, { type, at, actor, data }: AuditEntry): CertificationTimes =>
  type === 'LaoCertified' || type === 'ProvinceCertified'
    ? {
        ...times,
        firstCertifiedAt: times.firstCertifiedAt ?? at,
        lastCertifiedAt: at,
        certifiedBy: actor,
        count: times.count + 1,
        stands: true,
      }
    : {
        ...times,
        undone: [...times.undone, { at, reason: data['reason'] as string, by: actor }],
        stands: false,
      };
