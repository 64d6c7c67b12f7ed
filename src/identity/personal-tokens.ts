import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { Actor } from '../events/actor.js';
import type { Access } from './credential-strategy.js';

/** 256 random bits behind a prefix, by which people and scanners of source code recognise a token. */
export const personalToken = /^esv_[\w-]{43}$/;

/**
 * The tokens that people make for their programs. A token reads results as the person: with the role and office that the provider last
 * named.
 */
export abstract class PersonalTokens {
  /** @throws Problem `invalid-token` for a token that is unknown, revoked or expired; `token-resting`. */
  abstract accessOf(token: string): Promise<Access>;
  /** The provider has just confirmed the person. Their tokens read from now on what this actor may read, and rest no longer. */
  abstract confirmed(actor: Actor): Promise<void>;
  /** The provider has just refused the person. Their tokens rest until the person signs in again. */
  abstract refused(sub: string): Promise<void>;
}

/**
 * The personal token of an `Authorization` header: as a bearer token, or as the password of any user, since Excel and Power BI ask for a
 * name and a password.
 */
export const personalTokenIn = (authorization: string): string | undefined => {
  const [, scheme, value = ''] = /^(Bearer|Basic) +([\w.~+/=-]+)$/i.exec(authorization) ?? [];
  const given = scheme?.toLowerCase() === 'basic' ? passwordIn(value) : value;
  return personalToken.test(given) ? given : undefined;
};

/** RFC 7617: the user's name has no colon. */
const passwordIn = (value: string): string => {
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
};

export const personalTokensKey = Symbol('personal tokens');

/** A handler that reads results. It also accepts a personal token, which every other handler refuses. */
export const AllowPersonalTokens = (): CustomDecorator<symbol> => SetMetadata(personalTokensKey, true);
