import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import type { Configuration } from '../configuration/configuration.js';
import type { IdentityClock } from './identity-clock.js';
import { cookieName, cookieOptions } from './cookies.js';
import type { SignInChecks } from './identity-provider.js';
import { seal, sealingKey, unseal } from './sealing.js';

/** A sign-in that a browser began here and has not finished. */
export interface PendingSignIn extends SignInChecks {
  readonly returnTo: string;
}

/** Long enough to find a password. Seconds. */
const LIFETIME = 10 * 60;
/** One for each tab. The oldest beyond this number are deleted, since a browser sends all of them with every request. */
const MOST_AT_ONCE = 4;

/**
 * Each pending sign-in is kept only in the browser, encrypted, in one cookie for each `state`. An unfinished sign-in uses no server memory,
 * tabs do not affect each other, and any process can finish a sign-in that another began.
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

  /** The sign-in of this state, when this browser began it recently. It can be taken once. */
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

  /** A part of the state that distinguishes tabs. The cookie's content holds the whole state. */
  private nameOf(state: string): string {
    return cookieName(this.configuration, `sign-in-${state.slice(0, 12)}`);
  }
}
