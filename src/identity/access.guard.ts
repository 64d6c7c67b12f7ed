import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Configuration } from '../configuration/configuration.js';
import { publicOrigin } from '../http/public-origin.js';
import { problems } from '../problems/catalogue.js';
import { BearerTokens } from './bearer-tokens.js';
import { isCrossSite } from './cross-site.js';
import type { Person } from './person.js';
import { policyKey, refusal, type Policy } from './policy.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends this request, once the guard has let it in. */
    person?: Person;
  }
  interface Session {
    person?: Person;
    returnTo?: string;
  }
}

/** Every request of every handler passes here: refused unless the handler's policy lets this person in. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly bearerTokens: BearerTokens,
    private readonly configuration: Configuration,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const policy = this.reflector.getAllAndOverride<Policy | undefined>(policyKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (policy === undefined) throw problems.notAllowed();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const person = await this.authenticate(request, policy);
    if (policy === 'public') return true;
    if (person === undefined) throw problems.notSignedIn();
    const refused = refusal(person.actor, policy, request.params as Record<string, string | undefined>);
    if (refused !== undefined) throw refused;
    request.person = person;
    return true;
  }

  private async authenticate(request: FastifyRequest, policy: Policy): Promise<Person | undefined> {
    const authorization = request.headers.authorization;
    if (authorization !== undefined && policy !== 'public') {
      return await this.bearerTokens.personOf(authorization);
    }
    const person = request.session.person;
    const ownOrigins = [publicOrigin(this.configuration, request)];
    if (person !== undefined && isCrossSite(request.method, request.headers, ownOrigins)) {
      throw problems.crossSiteRequest();
    }
    return person;
  }
}
