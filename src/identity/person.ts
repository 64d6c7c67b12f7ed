import type { Offices } from '../offices/offices.js';
import { problems } from '../problems/catalogue.js';
import type { Actor } from '../events/actor.js';

/** Who is signed in. The name is for their own screen: it never goes into the log. */
export interface Person {
  readonly actor: Actor;
  readonly name: string;
}

export type Claims = Readonly<Record<string, unknown>>;

/** The person of an issuer's claims; refused without a role of ours or an office that is known. */
export async function personOf(claims: Claims, offices: Offices): Promise<Person> {
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
      // A malformed or unknown province must not widen an auditor's scope to the nation.
      if (claims['province_code'] === undefined) return { actor: { sub, role: 'auditor' }, name };
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

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;
