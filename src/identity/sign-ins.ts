import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Configuration } from '../configuration/configuration.js';
import { tracedSignIns } from '../basics/trace-points.js';
import { publicOrigin } from '../http/public-origin.js';
import { problems } from '../problems/catalogue.js';
import { Problem } from '../problems/problem.js';
import { IdentityProvider, type SignedIn } from './identity-provider.js';
import { PendingSignIns } from './pending-sign-ins.js';
import type { Person } from './person.js';
import { Persons } from './persons.js';

interface Wish {
  readonly returnTo: string;
  readonly loginHint?: string;
  readonly prompt?: string;
}

export interface FinishedSignIn {
  readonly person: Required<Person>;
  readonly signedIn: SignedIn;
  readonly returnTo: string;
}

/** Sends the browser to the identity provider and handles its return. */
@Injectable()
export class SignIns {
  constructor(
    private readonly identityProvider: IdentityProvider,
    private readonly pending: PendingSignIns,
    private readonly persons: Persons,
    private readonly configuration: Configuration,
  ) {}

  /** @returns the provider's address for the sign-in. */
  begin(wish: Wish, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    return tracedSignIns.tracePromise(() => this.toProvider(wish, request, reply), { step: 'begin' });
  }

  /**
   * @throws Problem `sign-in-failed` when this browser did not begin the sign-in
   * @throws Problem `no-access` with the address for signing in as another person
   * @throws ProviderFault, ProviderRefusal
   */
  finish(request: FastifyRequest, reply: FastifyReply): Promise<FinishedSignIn> {
    return tracedSignIns.tracePromise(() => this.fromProvider(request, reply), { step: 'finish' });
  }

  private async toProvider(wish: Wish, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    // This comes before a cookie is set, so that an unavailable provider leaves no cookie behind.
    await this.identityProvider.discover();
    const checks = await this.pending.begin(wish.returnTo, request, reply);
    const redirectUri = `${publicOrigin(this.configuration, request)}/auth/callback`;
    return this.identityProvider.authorizationUrl(checks, { ...wish, redirectUri });
  }

  private async fromProvider(request: FastifyRequest, reply: FastifyReply): Promise<FinishedSignIn> {
    const origin = publicOrigin(this.configuration, request);
    const callback = new URL(request.url, origin);
    const state = callback.searchParams.get('state') ?? '';
    const pending = await this.pending.take(state, request, reply);
    if (pending === undefined) throw problems.signInFailed('invalid_state');
    const signedIn = await this.identityProvider.signedIn(callback, pending);
    try {
      return { person: await this.persons.confirmed(signedIn.claims), signedIn, returnTo: pending.returnTo };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'no-access') throw error;
      // The provider still has a session of this person, and would return the same person again.
      throw problems.noAccess(await this.identityProvider.endSessionUrl(signedIn.idToken, origin));
    }
  }
}
