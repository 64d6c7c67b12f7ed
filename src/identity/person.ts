import type { Offices } from '../offices/offices.js';
import { problems } from '../problems/catalogue.js';
import type { Actor } from '../events/actor.js';

/** Who sends a request. */
export interface Person {
  readonly actor: Actor;
  /** As their token gives it, for their own screen: it never goes into the log, and a session does not keep it. */
  readonly name?: string;
}

export type Claims = Readonly<Record<string, unknown>>;

/**
 * The person of an issuer's claims; refused without a role of ours or an office that is known. An auditor of the whole nation
 * has the national claim: a province that is missing, emptied or unknown must never widen a scope.
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

/** Providers send a flag as a boolean or as its text. Together with a province it contradicts itself, and counts as neither. */
const isNational = (claims: Claims, nationalClaim: string): boolean => {
  const flag = claims[nationalClaim];
  if (flag !== true && flag !== 'true') return false;
  const province = claims['province_code'];
  if (province !== undefined && province !== '') throw problems.noAccess();
  return true;
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;
