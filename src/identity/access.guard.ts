import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Configuration } from '../configuration/configuration.js';
import { publicOrigin } from '../http/public-origin.js';
import { problems } from '../problems/catalogue.js';
import { BearerStrategy } from './bearer.strategy.js';
import { sessionIdOf } from './cookies.js';
import type { Access, Credential } from './credential-strategy.js';
import { isCrossSite } from './cross-site.js';
import type { Person } from './person.js';
import { personalTokensKey } from './personal-tokens.js';
import { policyKey, refusal, type Policy } from './policy.js';
import { SessionStrategy } from './session.strategy.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The person and the credential of a request that is not public. They are set before the policy is checked. */
    access?: Access;
    /** The person who sends the request. It is set once the guard has accepted the request. */
    person?: Person;
    credential?: Credential;
  }
}

/** Checks every request of every handler. It refuses the request unless the policy allows the person, whom Passport identifies. */
@Injectable()
export class AccessGuard extends AuthGuard() {
  constructor(
    private readonly reflector: Reflector,
    private readonly configuration: Configuration,
    bearer: BearerStrategy,
    session: SessionStrategy,
  ) {
    super({ defaultStrategy: [bearer.name, session.name], property: 'access' });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const policy = this.reflector.getAllAndOverride<Policy | undefined>(policyKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (policy === undefined) throw problems.notAllowed();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    this.refuseCrossSite(request, policy);
    // Pages, probes and other public routes need no session, so none is looked up.
    if (policy === 'public') return true;
    await super.canActivate(context);
    const { access } = request;
    if (access === undefined) throw problems.notSignedIn();
    if ('until' in access.credential && access.credential.personal) this.requireResults(context);
    const parameters = request.params as Record<string, string | undefined>;
    const refused = refusal(access.person.actor, policy, parameters);
    if (refused !== undefined) throw refused;
    Object.assign(request, access);
    return true;
  }

  override handleRequest<TUser = Access>(error: Error | null, access: TUser | false | null): TUser {
    if (error) throw error;
    if (!access) throw problems.notSignedIn();
    return access;
  }

  /** A personal token reads results, and nothing else. */
  private requireResults(context: ExecutionContext): void {
    const targets = [context.getHandler(), context.getClass()];
    const allowed = this.reflector.getAllAndOverride<true | undefined>(personalTokensKey, targets);
    if (allowed === undefined) throw problems.tokenReadsResults();
  }

  /** A browser adds the session cookie to a request from another site. It never adds a token by itself. */
  private refuseCrossSite(request: FastifyRequest, policy: Policy): void {
    if (request.headers.authorization !== undefined && policy !== 'public') return;
    if (sessionIdOf(this.configuration, request) === undefined) return;
    const ownOrigins = [publicOrigin(this.configuration, request)];
    if (isCrossSite(request.method, request.headers, ownOrigins)) throw problems.crossSiteRequest();
  }
}
