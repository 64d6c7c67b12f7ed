import { createHash, randomBytes } from 'node:crypto';

/** A browser without a screen: keeps cookies per origin, follows redirects only when asked to. */
export class CookieJar {
  private readonly cookies = new Map<string, Map<string, string>>();

  /** What this browser would send to an address, for a program that speaks HTTP by itself. */
  header(address: string | URL): string {
    const own = this.cookies.get(new URL(address).origin) ?? new Map<string, string>();
    return [...own].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Forgets what one site set, as a person does who clears its cookies. */
  clear(address: string | URL): void {
    this.cookies.delete(new URL(address).origin);
  }

  async fetch(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address);
    const own = this.cookies.get(url.origin) ?? new Map<string, string>();
    this.cookies.set(url.origin, own);
    const headers = new Headers(init.headers);
    if (own.size > 0) headers.set('cookie', this.header(url));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(cookie)) own.delete(name);
      else own.set(name, value);
    }
    return response;
  }

  /** Follows redirects until `stop` says so of the next address, or until an answer is no redirect. */
  async follow(
    address: string | URL,
    stop: (next: URL) => boolean = () => false,
  ): Promise<{ url: URL; response: Response }> {
    let url = new URL(address);
    for (let hops = 0; hops < 12; hops++) {
      const response = await this.fetch(url);
      const location = response.headers.get('location');
      if (location === null) return { url, response };
      await response.body?.cancel();
      url = new URL(location, url);
      if (stop(url)) return { url, response };
    }
    throw new Error(`too many redirects, last ${url.origin}${url.pathname}`);
  }
}

type Extra = Readonly<Record<string, string>>;

/** Somebody who calls the system over HTTP: with a session's cookies, or with a token. */
export class Client {
  constructor(
    readonly baseUrl: string,
    private readonly send: (url: URL, init: RequestInit) => Promise<Response>,
  ) {}

  get(path: string, headers: Extra = {}): Promise<Response> {
    return this.call('GET', path, undefined, headers);
  }

  post(path: string, body?: unknown, headers: Extra = {}): Promise<Response> {
    return this.call('POST', path, body, headers);
  }

  put(path: string, body?: unknown, headers: Extra = {}): Promise<Response> {
    return this.call('PUT', path, body, headers);
  }

  delete(path: string, headers: Extra = {}): Promise<Response> {
    return this.call('DELETE', path, undefined, headers);
  }

  private call(method: string, path: string, body: unknown, headers: Extra): Promise<Response> {
    return this.send(new URL(path, this.baseUrl), {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}

export const anonymous = (baseUrl: string): Client => new Client(baseUrl, (url, init) => fetch(url, init));

/** Signs in as a person of the development provider (`lao.03120102`, `province.12`, `auditor`, `admin`): the browser's own way. */
export async function signIn(baseUrl: string, hint: string, jar = new CookieJar()): Promise<Client> {
  const login = new URL('/auth/login', baseUrl);
  login.searchParams.set('login_hint', hint);
  const { url, response } = await jar.follow(
    login,
    (next) => next.origin === login.origin && next.pathname === '/',
  );
  if (response.status !== 302)
    throw new Error(`signing in as ${hint} ended at ${url.pathname}: ${response.status}`);
  await response.body?.cancel();
  return new Client(baseUrl, (address, init) => jar.fetch(address, init));
}

/** An access token for a program: the same code flow with PKCE, as a command-line client runs it. */
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
