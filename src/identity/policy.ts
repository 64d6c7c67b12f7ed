import {
  createParamDecorator,
  SetMetadata,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { provinceOf } from '../events/streams.js';
import { problems } from '../problems/catalogue.js';
import type { Problem } from '../problems/problem.js';
import type { Actor, Role } from '../events/actor.js';
import type { Person } from './person.js';

/** Who may call a handler. `scope` names the path parameter that must lie within the person's office, or requires the whole nation. */
export type Policy =
  | 'public'
  | { readonly roles: readonly Exclude<Role, 'system'>[]; readonly scope?: 'lao' | 'province' | 'nation' };

/** Every role that a person can have. */
export const everyone = ['lao', 'province', 'auditor', 'admin'] as const;

export const policyKey = Symbol('policy');

/** Everyone may call the handler, signed in or not. */
export const Public = (): CustomDecorator<symbol> => SetMetadata(policyKey, 'public' satisfies Policy);

/**
 * People of these roles may call the handler, within their office when a scope is named. A handler without `Public` or `Allow` refuses
 * everyone.
 */
export const Allow = (policy: Exclude<Policy, 'public'>): CustomDecorator<symbol> =>
  SetMetadata(policyKey, policy);

export const CurrentPerson = createParamDecorator((_: unknown, context: ExecutionContext): Person => {
  const person = context.switchToHttp().getRequest<FastifyRequest>().person;
  if (person === undefined) throw problems.notSignedIn();
  return person;
});

/** Why the policy refuses this actor. Undefined when the actor is allowed. */
export function refusal(
  actor: Actor,
  policy: Exclude<Policy, 'public'>,
  parameters: Readonly<Record<string, string | undefined>>,
): Problem | undefined {
  if (!policy.roles.some((role) => role === actor.role)) return problems.notAllowed();
  if (policy.scope === 'lao') return laoRefusal(actor, parameters['lao'] ?? '');
  if (policy.scope === 'nation') return isNational(actor) ? undefined : problems.outOfScope();
  if (policy.scope === 'province') return provinceRefusal(actor, parameters['province'] ?? '');
  return undefined;
}

/**
 * The scope follows from the code alone. The handler itself checks whether a round includes the LAO, and says so only to people in scope.
 */
export function laoRefusal(actor: Actor, code: string): Problem | undefined {
  const within =
    isNational(actor) ||
    (actor.role === 'lao' ? actor.laoCode === code : actor.provinceCode === provinceOf(code));
  return within ? undefined : problems.outOfScope();
}

export function provinceRefusal(actor: Actor, code: string): Problem | undefined {
  const within = isNational(actor) || (actor.role !== 'lao' && actor.provinceCode === code);
  return within ? undefined : problems.outOfScope();
}

export const isNational = (actor: Actor): boolean =>
  actor.role === 'admin' || (actor.role === 'auditor' && actor.provinceCode === undefined);
