import { Injectable } from '@nestjs/common';
import type { JWTPayload, JWTVerifyResult } from 'jose';
import { problems } from '../problems/catalogue.js';
import { IdentityClock } from './identity-clock.js';
import { IdentityProvider } from './identity-provider.js';
import { IssuerKeys } from './issuer-keys.js';
import type { Person } from './person.js';
import { Persons } from './persons.js';

/** The person of an access token, and when it expires (seconds since 1970). */
export interface TokenHolder {
  readonly person: Person;
  readonly until: number;
}

/** Verifies access tokens of the same issuer, which programs send. */
@Injectable()
export class BearerTokens {
  constructor(
    private readonly identityProvider: IdentityProvider,
    private readonly issuerKeys: IssuerKeys,
    private readonly persons: Persons,
    private readonly clock: IdentityClock,
  ) {}

  async holderOf(authorization: string): Promise<TokenHolder> {
    const token = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw problems.invalidToken();
    const { audience } = this.identityProvider.client;
    const verified = await this.issuerKeys.verified(token, audience, this.clock.now());
    if (verified === undefined || !isAccessToken(verified)) throw problems.invalidToken();
    const { payload } = verified;
    return { person: await this.persons.of(payload), until: payload.exp! };
  }
}

/**
 * An ID token identifies a person to a client. It must not give access, although its issuer, keys and often its audience are the same. An
 * access token is marked in its header (RFC 9068), or in a claim as Keycloak does.
 */
const isAccessToken = ({
  payload,
  protectedHeader: { typ },
}: {
  readonly payload: JWTPayload;
  readonly protectedHeader: JWTVerifyResult['protectedHeader'];
}): boolean =>
  /^(application\/)?at\+jwt$/i.test(typ ?? '') || (/^JWT$/i.test(typ ?? '') && payload['typ'] === 'Bearer');
