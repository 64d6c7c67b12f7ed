import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider, interactionPolicy, type Configuration as ProviderConfiguration } from 'oidc-provider';
import { NATIONAL_CLAIM, type OpenIdClient } from '../configuration/configuration.js';
import type { Directory } from '../directory/directory.js';
import { developmentClaims, samplePeople, type DevelopmentClaims } from './development-people.js';
import { developmentStore } from './development-store.js';
import { signInPage } from './development-sign-in-page.js';

const audience = 'urn:eservice-survey:api';
const interactionPath = '/interaction/';

/** A client for programs without a browser. They use the same code flow, with PKCE instead of a secret. */
export const commandLineClientId = 'command-line';

/**
 * An OpenID provider for workstations, tests and demonstrations. It runs in this process on its own loopback port. It has no passwords: any
 * user can sign in as any person. The configuration refuses to start it in production.
 */
export class DevelopmentIdentityProvider {
  private constructor(
    readonly client: OpenIdClient,
    private readonly server: Server,
  ) {}

  static async start(directory: Directory, port: number): Promise<DevelopmentIdentityProvider> {
    // The issuer's name contains its port, so the port is opened first.
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = {
      issuer,
      clientId: 'eservice-survey',
      clientSecret: randomBytes(32).toString('base64url'),
      audience,
      nationalClaim: NATIONAL_CLAIM,
    };
    const provider = new Provider(issuer, await providerConfiguration(client, directory));
    const answer = provider.callback();
    server.on('request', (request, response) => {
      forgetSession(request);
      if (!request.url?.startsWith(interactionPath)) return void answer(request, response);
      signIn(provider, directory, request, response).catch(() => {
        // The interaction is outdated or belongs to another browser. The browser has to start again at the application.
        response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
        response.end('การเข้าสู่ระบบหมดอายุ กรุณาเริ่มใหม่');
      });
    });
    return new DevelopmentIdentityProvider(client, server);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

async function providerConfiguration(
  client: OpenIdClient,
  directory: Directory,
): Promise<ProviderConfiguration> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const hour = 3600;
  const day = 24 * hour;
  return {
    adapter: developmentStore(),
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        // `native` allows any port in a loopback redirect (RFC 8252), because the application may listen on any port.
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/auth/callback', 'http://localhost/auth/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
        id_token_signed_response_alg: 'ES256',
      },
      {
        client_id: commandLineClientId,
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/signed-in'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' }] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    pkce: { required: () => true },
    claims: { openid: ['sub', 'name', 'role', 'lao_code', 'province_code', NATIONAL_CLAIM] },
    conformIdTokenClaims: false,
    findAccount: (_context, accountId) => {
      const claims = developmentClaims(accountId, directory);
      return claims && { accountId, claims: () => ({ ...claims }) };
    },
    extraTokenClaims: (_context, token) => {
      const accountId = 'accountId' in token ? token.accountId : undefined;
      const { sub: _, ...claims }: Partial<DevelopmentClaims> =
        (accountId && developmentClaims(accountId, directory)) || {};
      return claims;
    },
    // Refresh tokens let this system check its sessions again, as with a ministry's provider. They outlive the provider's own session.
    issueRefreshToken: async (_context, asking) => asking.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => false,
    loadExistingGrant: async (context) => {
      const { client: asking, session, provider } = context.oidc;
      if (!asking || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid');
      grant.addResourceScope(audience, 'survey');
      await grant.save();
      return grant;
    },
    interactions: { url: (_context, { uid }) => `${interactionPath}${uid}`, policy: withoutConsent() },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience,
          scope: 'survey',
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    ttl: {
      AccessToken: hour,
      AuthorizationCode: 60,
      Grant: day,
      IdToken: hour,
      Interaction: hour,
      RefreshToken: day,
      Session: hour,
    },
  };
}

/** Consent is not needed: the only clients belong to the system itself. */
function withoutConsent(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return policy;
}

/** The provider forgets the last sign-in. On a workstation, a developer often signs out and signs in as another person. */
function forgetSession(request: IncomingMessage): void {
  const kept = (request.headers.cookie ?? '').split(/; */).filter((cookie) => !cookie.startsWith('_session'));
  request.headers.cookie = kept.join('; ');
}

async function signIn(
  provider: Provider,
  directory: Directory,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const hint = typeof params['login_hint'] === 'string' ? params['login_hint'] : undefined;
  const accountId = request.method === 'POST' ? await chosenPerson(request) : hint;
  if (accountId !== undefined && developmentClaims(accountId, directory) !== undefined) {
    await provider.interactionFinished(request, response, { login: { accountId, remember: false } });
    return;
  }
  const page = signInPage(samplePeople(directory), accountId);
  const styleHash = createHash('sha256').update(page.style).digest('base64');
  response.writeHead(accountId === undefined ? 200 : 422, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'`,
  });
  response.end(page.html);
}

async function chosenPerson(request: IncomingMessage): Promise<string> {
  const limit = 1000;
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > limit) throw new RangeError('the form is longer than a person’s code');
  }
  return new URLSearchParams(body).get('person')?.trim() ?? '';
}
