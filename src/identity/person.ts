import type { Offices } from '../offices/offices.js';
import { problems } from '../problems/catalogue.js';
import type { Actor } from '../events/actor.js';

/** The person who sends a request. */
export interface Person {
  readonly actor: Actor;
  /** The name from the token, for the person's own screen. It never goes into the log, and a session does not keep it. */
  readonly name?: string;
}

export type Claims = Readonly<Record<string, unknown>>;

/**
 * The person that an issuer's claims describe. It refuses claims without a role of this system or a known office. A nation-wide auditor
 * needs the national claim: a missing, empty or unknown province must never widen a scope.
 */
export async function personOf(
  claims: Claims,
  offices: Offices,
  nationalClaim: string,
): Promise<Required<Person>> {
  const sub = text(claims['sub']);
  const laoCode = text(claims['lao_code']);
  const provinceCode = text(claims['province_code']);
  if (sub === undefined) throw problems.noAccess();
  const name = text(claims['name']) ?? sub;
  switch (claims['role']) {
    case 'lao':
      if (laoCode === undefined || !(await offices.knowsLao(laoCode))) throw problems.noAccess();
      return { actor: { sub, role: 'lao', laoCode }, name };
    case 'province':
      if (provinceCode === undefined || !(await offices.knowsProvince(provinceCode))) {
        throw problems.noAccess();
      }
      return { actor: { sub, role: 'province', provinceCode }, name };
    case 'auditor':
      if (isNational(claims, nationalClaim)) return { actor: { sub, role: 'auditor' }, name };
      if (provinceCode === undefined || !(await offices.knowsProvince(provinceCode))) {
        throw problems.noAccess();
      }
      return { actor: { sub, role: 'auditor', provinceCode }, name };
    case 'admin':
      return { actor: { sub, role: 'admin' }, name };
    default:
      throw problems.noAccess();
  }
}

/** Providers send a flag as a boolean or as text. The national flag together with a province is a contradiction, and is refused. */
const isNational = (claims: Claims, nationalClaim: string): boolean => {
  const flag = claims[nationalClaim];
  if (flag !== true && flag !== 'true') return false;
  const province = claims['province_code'];
  if (province !== undefined && province !== '') throw problems.noAccess();
  return true;
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;
