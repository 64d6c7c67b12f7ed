/** A cookie jar for a client without a screen. It keeps cookies by origin. */
export class CookieJar {
  private readonly cookies = new Map<string, Map<string, string>>();

  /** The Cookie header for an address, for a program that sends its own HTTP requests. */
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

  /** Follows redirects until `stop` accepts the next address, or an answer is no redirect. */
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

/** A person who calls the system over HTTP, with a session's cookies or a token. */
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

/**
 * Signs in as a person of the development provider (`lao.03120102`, `province.12`, `auditor`, `admin`), with the
 * browser's redirects.
 */
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
