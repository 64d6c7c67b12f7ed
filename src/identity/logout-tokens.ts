import { Injectable } from '@nestjs/common';
import type { JWTPayload } from 'jose';
import { problems } from '../problems/catalogue.js';
import { IdentityClock } from './identity-clock.js';
import { IdentityProvider } from './identity-provider.js';
import { IssuerKeys } from './issuer-keys.js';
import type { WhoseSessions } from './session-store.js';

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** The token that a provider sends when a person's session ends there (OpenID Connect Back-Channel Logout 1.0, 2.6). */
@Injectable()
export class LogoutTokens {
  constructor(
    private readonly identityProvider: IdentityProvider,
    private readonly issuerKeys: IssuerKeys,
    private readonly clock: IdentityClock,
  ) {}

  /** The sessions that the token ends. Ending them twice changes nothing, so `jti` values are not stored. */
  async sessionsOf(token: unknown): Promise<WhoseSessions> {
    if (typeof token !== 'string') throw problems.invalidLogoutToken();
    const { clientId } = this.identityProvider.client;
    const verified = await this.issuerKeys.verified(token, clientId, this.clock.now());
    const whose = verified && isLogoutType(verified.protectedHeader.typ) && sessionsNamedBy(verified.payload);
    if (!whose) throw problems.invalidLogoutToken();
    return whose;
  }
}

const isLogoutType = (typ: string | undefined): boolean =>
  typ === undefined || /^(application\/)?logout\+jwt$|^JWT$/i.test(typ);

/**
 * A `nonce` marks an ID token, which must not end a session. A named provider session takes precedence over the person, whose other
 * sessions go on.
 */
const sessionsNamedBy = ({ sub, sid, nonce, jti, events }: JWTPayload): WhoseSessions | undefined => {
  const isLogout = typeof events === 'object' && events !== null && LOGOUT_EVENT in events;
  if (!isLogout || nonce !== undefined || typeof jti !== 'string') return undefined;
  if (typeof sid === 'string') return { sid };
  return sub === undefined ? undefined : { sub };
};
