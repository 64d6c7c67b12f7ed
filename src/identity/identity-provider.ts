import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  refreshTokenGrant,
  type Configuration as DiscoveredIssuer,
} from 'openid-client';
import type { Configuration, OpenIdClient } from '../configuration/configuration.js';
import type { Directory } from '../directory/directory.js';
import { DevelopmentIdentityProvider } from './development-identity-provider.js';
import type { Claims } from './person.js';
import { providerFailureOf } from './provider-fault.js';

/** The values that go to the provider with the browser. The provider's answer must match them. */
export interface SignInChecks {
  readonly state: string;
  readonly nonce: string;
  /** The PKCE code verifier. */
  readonly verifier: string;
}

/** The provider's answer about a person, after a sign-in or when a session is checked again. */
export interface SignedIn {
  readonly claims: Claims;
  readonly idToken: string;
  readonly refreshToken?: string;
}

/** Seconds. It is short because a person waits for each of these answers. */
const TIMEOUT = 5;

/**
 * The issuer that people sign in with: the configured one, or the development provider of this process.
 * @throws ProviderFault, ProviderRefusal from every call
 */
@Injectable()
export class IdentityProvider implements OnApplicationShutdown {
  private discovered: Promise<DiscoveredIssuer> | undefined;

  private constructor(
    readonly client: OpenIdClient,
    private readonly development: DevelopmentIdentityProvider | undefined,
  ) {}

  static async start(configuration: Configuration, directory: Directory): Promise<IdentityProvider> {
    if (configuration.openId !== undefined) return new IdentityProvider(configuration.openId, undefined);
    const development = await DevelopmentIdentityProvider.start(
      directory,
      configuration.developmentIdentityPort,
    );
    return new IdentityProvider(development.client, development);
  }

  /**
   * The issuer's metadata. It is fetched on first need, and again after a failure: an unavailable issuer must not stop signed-in people.
   */
  async discover(): Promise<DiscoveredIssuer> {
    this.discovered ??= this.askIssuer();
    try {
      return await this.discovered;
    } catch (error) {
      this.discovered = undefined;
      throw providerFailureOf(error);
    }
  }

  /** The address where a browser signs in: code flow with PKCE. */
  async authorizationUrl(
    { state, nonce, verifier }: SignInChecks,
    asked: { readonly redirectUri: string; readonly loginHint?: string; readonly prompt?: string },
  ): Promise<string> {
    const parameters = {
      scope: 'openid profile',
      redirect_uri: asked.redirectUri,
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(asked.loginHint !== undefined && { login_hint: asked.loginHint }),
      ...(asked.prompt !== undefined && { prompt: asked.prompt }),
    };
    return buildAuthorizationUrl(await this.discover(), parameters).href;
  }

  /** Exchanges the code in the callback address for tokens. Returns the person who signed in. */
  async signedIn(callback: URL, { state, nonce, verifier }: SignInChecks): Promise<SignedIn> {
    const issuer = await this.discover();
    try {
      const tokens = await authorizationCodeGrant(issuer, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const { id_token: idToken, refresh_token: refreshToken } = tokens;
      const claims = tokens.claims();
      if (idToken === undefined || claims === undefined) throw new Error('no ID token came');
      return { claims, idToken, ...(refreshToken !== undefined && { refreshToken }) };
    } catch (error) {
      throw providerFailureOf(error);
    }
  }

  /** Asks the provider about a person again. A refusal ends the person's access. Without a new ID token the old one stays in use. */
  async signedInStill(sub: string, last: Required<Omit<SignedIn, 'claims'>>): Promise<SignedIn> {
    const issuer = await this.discover();
    try {
      const tokens = await refreshTokenGrant(issuer, last.refreshToken);
      return {
        claims: tokens.claims() ?? (await fetchUserInfo(issuer, tokens.access_token, sub)),
        idToken: tokens.id_token ?? last.idToken,
        refreshToken: tokens.refresh_token ?? last.refreshToken,
      };
    } catch (error) {
      throw providerFailureOf(error);
    }
  }

  /**
   * The address where a browser also ends its session at the issuer. It returns to this origin. Null when the issuer has no such address.
   */
  async endSessionUrl(idToken: string, origin: string): Promise<string | null> {
    const issuer = await this.discover();
    if (issuer.serverMetadata().end_session_endpoint === undefined) return null;
    return buildEndSessionUrl(issuer, { id_token_hint: idToken, post_logout_redirect_uri: `${origin}/` })
      .href;
  }

  private askIssuer(): Promise<DiscoveredIssuer> {
    const { issuer, clientId, clientSecret } = this.client;
    // oxlint-disable-next-line typescript/no-deprecated -- http issuers are refused in production; its mark is only a warning sign
    const insecure = issuer.startsWith('http:') ? { execute: [allowInsecureRequests] } : {};
    return discovery(new URL(issuer), clientId, clientSecret, undefined, { ...insecure, timeout: TIMEOUT });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.development?.stop();
  }
}
