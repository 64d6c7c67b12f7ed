import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { interactionPolicy, Provider } from 'oidc-provider';
import type { OpenIdClient } from '../../src/configuration/configuration.js';
import { developmentStore } from '../../src/identity/development-store.js';

type Claims = Readonly<Record<string, unknown>>;

/**
 * A provider as a ministry has it: it remembers who signed in, ends that session when it is asked to, tells its clients so, and can take
 * a person's rights away. A person signs in by `login_hint`, or is the one whom the browser's session names.
 */
export class SingleSignOn {
  /** Who there is, by subject; what is changed here is what the provider says next. */
  readonly people = new Map<string, Claims>();
  /** Seconds that this provider's clock is behind, as its ID tokens show it. */
  behind = 0;
  /** How often tokens were asked for, by grant. */
  readonly asked: string[] = [];

  private constructor(
    readonly client: OpenIdClient,
    private readonly server: Server,
    private readonly privateKey: CryptoKey,
  ) {}

  /** The system's own address is known only after it listens, and it needs this one before: so the client's addresses are asked for. */
  static async start(origin: () => string, withRefreshTokens = true): Promise<SingleSignOn> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = {
      issuer,
      clientId: 'eservice-survey',
      clientSecret: randomBytes(32).toString('base64url'),
      audience: 'eservice-survey',
      nationalClaim: 'national',
    };
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const sso = new SingleSignOn(client, server, privateKey);
    const providerOf = async (): Promise<Provider> =>
      sso.provider(origin(), withRefreshTokens, await exportJWK(privateKey));
    let provider: Promise<Provider> | undefined;
    server.on('request', (request, response) => {
      provider ??= providerOf();
      void provider.then((each) => each.callback()(request, response));
    });
    return sso;
  }

  /** A token that this provider signs, whatever it says. */
  signed(payload: JWTPayload, typ: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000) - this.behind;
    return new SignJWT({ ...payload, iss: this.client.issuer, iat: now, exp: now + 120 })
      .setProtectedHeader({ alg: 'ES256', typ })
      .sign(this.privateKey);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private provider(origin: string, withRefreshTokens: boolean, key: object): Provider {
    const { issuer, clientId, clientSecret } = this.client;
    const policy = interactionPolicy.base();
    policy.remove('consent');
    const provider = new Provider(issuer, {
      adapter: developmentStore(),
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          application_type: 'native',
          redirect_uris: [`${origin}/auth/callback`],
          post_logout_redirect_uris: [`${origin}/`],
          grant_types: ['authorization_code', 'refresh_token'],
          id_token_signed_response_alg: 'ES256',
          backchannel_logout_uri: `${origin}/auth/backchannel-logout`,
          backchannel_logout_session_required: true,
        },
      ],
      jwks: { keys: [{ ...key, alg: 'ES256', use: 'sig' }] },
      cookies: { keys: ['only for tests'] },
      claims: { openid: ['sub', 'name', 'role', 'lao_code', 'province_code', 'national'] },
      conformIdTokenClaims: false,
      findAccount: (_context, accountId) => {
        const claims = this.people.get(accountId);
        return claims && { accountId, claims: () => ({ ...claims, sub: accountId }) };
      },
      issueRefreshToken: async () => withRefreshTokens,
      loadExistingGrant: async ({ oidc }) => {
        const known = oidc.session!.grantIdFor(oidc.client!.clientId);
        if (known !== undefined) return oidc.provider.Grant.find(known);
        const grant = new oidc.provider.Grant({
          clientId: oidc.client!.clientId,
          accountId: oidc.session!.accountId!,
        });
        grant.addOIDCScope('openid profile');
        await grant.save();
        return grant;
      },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}`, policy },
      features: {
        devInteractions: { enabled: false },
        backchannelLogout: { enabled: true },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: async (context, form) => {
            context.body = form;
          },
        },
      },
    });
    provider.use(async (context, next) => {
      if (!context.path.startsWith('/interaction/')) {
        await next();
        return;
      }
      const { params } = await provider.interactionDetails(context.req, context.res);
      const accountId = params['login_hint'];
      if (typeof accountId !== 'string') {
        context.body = 'who are you?';
        return;
      }
      await provider.interactionFinished(context.req, context.res, { login: { accountId } });
      context.respond = false;
    });
    provider.use(async (context, next) => {
      await next();
      const answer = context.body as { id_token?: string } | undefined;
      if (this.behind === 0 || typeof answer?.id_token !== 'string') return;
      context.body = { ...answer, id_token: await this.signed(decodeJwt(answer.id_token), 'JWT') };
    });
    provider.on('grant.success', ({ oidc }) => this.asked.push(String(oidc.params!['grant_type'])));
    return provider;
  }
}
