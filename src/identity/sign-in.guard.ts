import { Injectable, type ExecutionContext } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import {
  randomState,
  type Configuration as DiscoveredIssuer,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from 'openid-client';
import { Strategy, type AuthenticateOptions } from 'openid-client/passport';
import { Configuration } from '../configuration/configuration.js';
import { Offices } from '../offices/offices.js';
import { problems } from '../problems/catalogue.js';
import { Problem } from '../problems/problem.js';
import { IdentityProvider } from './identity-provider.js';
import { personOf, type Person } from './person.js';

/** Code flow with PKCE. Passport knows it by the issuer, so two applications of one process do not meet. */
class OpenIdStrategy extends PassportStrategy(Strategy) {
  constructor(
    issuer: DiscoveredIssuer,
    private readonly offices: Offices,
  ) {
    super({
      config: issuer,
      name: issuer.serverMetadata().issuer,
      scope: 'openid profile',
      sessionKey: 'signIn',
    });
  }

  /** `state` beside PKCE: a callback that this browser did not start is refused before its code is spent. */
  override authorizationRequestParams<T extends AuthenticateOptions>(
    request: Parameters<Strategy['authorizationRequestParams']>[0],
    options: T,
  ): URLSearchParams {
    const parameters = new URLSearchParams(super.authorizationRequestParams(request, options));
    parameters.set('state', randomState());
    return parameters;
  }

  validate(tokens: TokenEndpointResponse & TokenEndpointResponseHelpers): Promise<Person> {
    return personOf(tokens.claims() ?? {}, this.offices);
  }
}

/** Sends a browser to the issuer, and reads what it comes back with. */
@Injectable()
export class SignInGuard extends AuthGuard() {
  private strategyOf: DiscoveredIssuer | undefined;

  constructor(
    private readonly identityProvider: IdentityProvider,
    private readonly offices: Offices,
    private readonly configuration: Configuration,
  ) {
    super({ defaultStrategy: identityProvider.client.issuer });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const issuer = await this.identityProvider.discover();
    if (this.strategyOf !== issuer) {
      new OpenIdStrategy(issuer, this.offices);
      this.strategyOf = issuer;
    }
    return (await super.canActivate(context)) as boolean;
  }

  override getAuthenticateOptions(context: ExecutionContext): { callbackURL: string; loginHint?: string } {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const origin = this.configuration.publicUrl ?? `${request.protocol}://${request.host}`;
    const hint = (request.query as Record<string, unknown>)['login_hint'];
    return {
      callbackURL: `${origin}/auth/callback`,
      ...(typeof hint === 'string' && { loginHint: hint }),
    };
  }

  override handleRequest<TUser = Person>(error: unknown, person: TUser | false): TUser {
    if (error instanceof Problem) throw error;
    if (isUnreachable(error)) throw problems.signInUnavailable();
    if (error) throw problems.signInFailed(reasonOf(error));
    if (!person) throw problems.signInFailed('invalid_state');
    return person;
  }
}

/** How `fetch` says that there is nobody, and the client that there was no answer in time. */
const isUnreachable = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  (('message' in error && error.message === 'fetch failed') ||
    ('code' in error && error.code === 'OAUTH_TIMEOUT') ||
    ('cause' in error && isUnreachable(error.cause)));

/** The provider's own error code, never its free text: what it sends is not ours to show. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'error' in error && typeof error.error === 'string') {
    return error.error.replace(/[^\w.-]/g, '').slice(0, 60);
  }
  return 'invalid_response';
}
