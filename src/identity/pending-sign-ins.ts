import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import type { Configuration } from '../configuration/configuration.js';
import type { IdentityClock } from './identity-clock.js';
import { cookieName, cookieOptions } from './cookies.js';
import type { SignInChecks } from './identity-provider.js';
import { seal, sealingKey, unseal } from './sealing.js';

/** A sign-in that a browser began here and has not come back from. */
export interface PendingSignIn extends SignInChecks {
  readonly returnTo: string;
}

/** Time enough to look for a password. Seconds. */
const LIFETIME = 10 * 60;
/** One for each tab; of more the oldest are forgotten, since a browser sends them all with every request. */
const MOST_AT_ONCE = 4;

/**
 * Kept in the browser alone, sealed, one cookie for each `state`: a sign-in that is never finished costs the server nothing, several tabs
 * do not meet, and any process can finish what another began.
 */
export class PendingSignIns {
  private readonly key: Uint8Array;

  constructor(
    private readonly configuration: Configuration,
    private readonly clock: IdentityClock,
    secret: string,
  ) {
    this.key = sealingKey(secret, 'pending sign-in');
  }

  async begin(returnTo: string, request: FastifyRequest, reply: FastifyReply): Promise<PendingSignIn> {
    const pending = {
      state: randomState(),
      nonce: randomNonce(),
      verifier: randomPKCECodeVerifier(),
      returnTo,
    };
    // Browsers send the oldest first (RFC 6265, 5.4).
    const others = Object.keys(request.cookies).filter((name) => name.startsWith(this.nameOf('')));
    for (const name of others.slice(0, Math.max(0, others.length + 1 - MOST_AT_ONCE))) {
      void reply.clearCookie(name, cookieOptions(this.configuration));
    }
    const until = new Date(this.clock.now().getTime() + LIFETIME * 1000);
    const options = { ...cookieOptions(this.configuration), maxAge: LIFETIME };
    void reply.setCookie(this.nameOf(pending.state), await seal({ pending }, this.key, until), options);
    return pending;
  }

  /** The sign-in of this state, if this browser began it not long ago. It can be taken once. */
  async take(
    state: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<PendingSignIn | undefined> {
    const sealed = request.cookies[this.nameOf(state)];
    if (sealed === undefined) return undefined;
    void reply.clearCookie(this.nameOf(state), cookieOptions(this.configuration));
    const content = await unseal(sealed, this.key, this.clock.now());
    const pending = content?.['pending'] as PendingSignIn | undefined;
    return pending?.state === state ? pending : undefined;
  }

  /** Enough of the state to tell tabs apart; the whole one is inside. */
  private nameOf(state: string): string {
    return cookieName(this.configuration, `sign-in-${state.slice(0, 12)}`);
  }
}
