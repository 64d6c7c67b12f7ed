import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Configuration } from '../configuration/configuration.js';
import { Directory } from '../directory/directory.js';
import { publicOrigin } from '../http/public-origin.js';
import { problems } from '../problems/catalogue.js';
import { BearerTokens } from './bearer-tokens.js';
import { sessionIdOf } from './cookies.js';
import { isCrossSite } from './cross-site.js';
import type { Person } from './person.js';
import { policyKey, refusal, type Policy } from './policy.js';
import { Sessions } from './sessions.js';

/** What a request was let in with: a session, or a token that is good until then, seconds since 1970. */
export type Credential = { readonly sessionId: string } | { readonly until: number };

interface Access {
  readonly person: Person;
  readonly credential: Credential;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends this request, once the guard has let it in. */
    person?: Person;
    credential?: Credential;
  }
}

/** Every request of every handler passes here: refused unless the handler's policy lets this person in. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly directory: Directory,
    private readonly bearerTokens: BearerTokens,
    private readonly sessions: Sessions,
    private readonly configuration: Configuration,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const policy = this.reflector.getAllAndOverride<Policy | undefined>(policyKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (policy === undefined) throw problems.notAllowed();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const sessionId = this.sessionIdOf(request, policy);
    // Pages, probes and all else that is open to everybody: no session is looked up.
    if (policy === 'public') return true;
    const access = await this.authenticate(request, sessionId);
    if (access === undefined) throw problems.notSignedIn();
    const refused = refusal(
      access.person.actor,
      policy,
      request.params as Record<string, string | undefined>,
      this.directory,
    );
    if (refused !== undefined) throw refused;
    Object.assign(request, access);
    return true;
  }

  /** The cookie's, unless the request is let in with a token: no browser adds that by itself. */
  private sessionIdOf(request: FastifyRequest, policy: Policy): string | undefined {
    if (request.headers.authorization !== undefined && policy !== 'public') return undefined;
    const sessionId = sessionIdOf(this.configuration, request);
    const ownOrigins = [publicOrigin(this.configuration, request)];
    if (sessionId !== undefined && isCrossSite(request.method, request.headers, ownOrigins)) {
      throw problems.crossSiteRequest();
    }
    return sessionId;
  }

  private async authenticate(
    request: FastifyRequest,
    sessionId: string | undefined,
  ): Promise<Access | undefined> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const { person, until } = await this.bearerTokens.holderOf(authorization);
      return { person, credential: { until } };
    }
    const actor = sessionId === undefined ? undefined : await this.sessions.use(sessionId);
    return actor && sessionId !== undefined ? { person: { actor }, credential: { sessionId } } : undefined;
  }
}
