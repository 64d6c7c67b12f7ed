import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  allowInsecureRequests,
  buildEndSessionUrl,
  discovery,
  type Configuration as DiscoveredIssuer,
} from 'openid-client';
import type { Configuration, OpenIdClient } from '../configuration/configuration.js';
import type { Directory } from '../directory/directory.js';
import { problems } from '../problems/catalogue.js';
import { Problem } from '../problems/problem.js';
import { DevelopmentIdentityProvider } from './development-identity-provider.js';

/** The issuer people sign in with: the configured one, or the development one of this process. */
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

  /** What the issuer says of itself. Asked when first needed, again after a failure: its absence must not stop those who are signed in. */
  async discover(): Promise<DiscoveredIssuer> {
    this.discovered ??= this.askIssuer();
    try {
      return await this.discovered;
    } catch {
      this.discovered = undefined;
      throw problems.signInUnavailable();
    }
  }

  /** Where a browser ends its session at the issuer too, if the issuer has such a place and can be reached. */
  async endSessionUrl(): Promise<string | null> {
    try {
      const issuer = await this.discover();
      return issuer.serverMetadata().end_session_endpoint === undefined
        ? null
        : buildEndSessionUrl(issuer).href;
    } catch (error) {
      // Signing out of here must work without the issuer.
      if (error instanceof Problem) return null;
      throw error;
    }
  }

  private askIssuer(): Promise<DiscoveredIssuer> {
    const { issuer, clientId, clientSecret } = this.client;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- http issuers are refused in production; its mark is only a warning sign
    const insecure = issuer.startsWith('http:') ? { execute: [allowInsecureRequests] } : {};
    return discovery(new URL(issuer), clientId, clientSecret, undefined, { ...insecure, timeout: 5 });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.development?.stop();
  }
}
