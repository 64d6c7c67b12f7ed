import { createHash, randomBytes } from 'node:crypto';
import { Client, CookieJar } from '../../demo/browser.js';

export { Client, CookieJar, signIn } from '../../demo/browser.js';

export const anonymous = (baseUrl: string): Client => new Client(baseUrl, (url, init) => fetch(url, init));

/** An access token for a program, from the same code flow with PKCE that a command-line client runs. */
export async function accessToken(baseUrl: string, hint: string): Promise<string> {
  const login = await fetch(new URL('/auth/login', baseUrl), { redirect: 'manual' });
  const { origin } = new URL(login.headers.get('location') ?? '');
  const verifier = randomBytes(32).toString('base64url');
  const redirectUri = 'http://127.0.0.1/signed-in';
  const metadata = (await (await fetch(`${origin}/.well-known/openid-configuration`)).json()) as {
    readonly authorization_endpoint: string;
    readonly token_endpoint: string;
  };
  const authorization = new URL(metadata.authorization_endpoint);
  authorization.search = new URLSearchParams({
    client_id: 'command-line',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: hint,
  }).toString();
  const { url } = await new CookieJar().follow(authorization, (next) => next.href.startsWith(redirectUri));
  const answer = await fetch(metadata.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: 'command-line',
      grant_type: 'authorization_code',
      code: url.searchParams.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: redirectUri,
    }),
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token?: string };
  if (token === undefined) throw new Error(`no token for ${hint}: ${answer.status}`);
  return token;
}

export const bearer = (baseUrl: string, token: string): Client =>
  new Client(baseUrl, (url, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(url, { ...init, headers });
  });
