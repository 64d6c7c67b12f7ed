import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readConfiguration } from '../src/configuration/configuration.js';
import { SqliteSessionStore } from '../src/identity/embedded/sqlite-session-store.js';
import { sessionKey } from '../src/identity/session.js';
import type { StoredSession } from '../src/identity/session-store.js';
import { MOST_LINES } from '../src/live-updates/live-lines.js';
import { SqlitePeople } from '../src/people/embedded/sqlite-people.js';
import { startEdge } from './support/edge-application.js';
import { SingleSignOn } from './support/single-sign-on.js';
import { bearer, CookieJar, signIn, type Client } from './support/sign-in.js';

const MINUTE = 60_000;

/** A store that says what it was asked to do, and can be slow. */
class WatchedStore extends SqliteSessionStore {
  readonly calls: string[] = [];
  override add(...given: [string, StoredSession, number]): Promise<void> {
    this.calls.push('add');
    return super.add(...given);
  }
  override find(...given: [string, number]): Promise<StoredSession | undefined> {
    this.calls.push('find');
    return super.find(...given);
  }
  override replace(...given: [string, StoredSession]): Promise<boolean> {
    this.calls.push('replace');
    return super.replace(...given);
  }
}

let application: NestFastifyApplication;
let baseUrl: string;
let sso: SingleSignOn;
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
const store = new WatchedStore(':memory:');
const people = new SqlitePeople(':memory:');
const logged: string[] = [];

const clerk = { name: 'สมชาย ใจดี', role: 'lao', lao_code: '03120102' };
const officer = { name: 'สมศรี มีสุข', role: 'province', province_code: '12' };

beforeAll(async () => {
  sso = await SingleSignOn.start(() => baseUrl);
  const logDestination = { write: (line: string) => void logged.push(line) };
  const configuration = { ...readConfiguration({ PORT: '0' }), openId: sso.client };
  ({ application, baseUrl } = await startEdge(
    { clock, sessions: store, people, logDestination },
    configuration,
  ));
});
afterAll(async () => {
  await application?.close();
  await sso?.stop();
});
beforeEach(() => {
  ahead = 0;
  sso.people.clear();
  sso.people.set('somchai', clerk).set('somsri', officer);
  store.calls.length = 0;
  sso.asked.length = 0;
});

const outcome = async (response: Response): Promise<[number, unknown]> => [
  response.status,
  ((await response.json()) as { readonly code?: string }).code,
];
const status = async (client: Client): Promise<number> => (await client.get('/api/me')).status;
const idOf = (jar: CookieJar): string => /session=([\w-]{43})/.exec(jar.header(baseUrl))?.[1] ?? '';
const home = (next: URL): boolean => next.href === `${baseUrl}/`;
const lineOf = async (client: Client) => (await client.get('/api/events')).body!.getReader();
const ended = async (line: Awaited<ReturnType<typeof lineOf>>): Promise<boolean> => {
  for (;;) {
    const { done } = await line.read();
    if (done) return true;
  }
};

describe('a session', () => {
  it('is read by what needs it, and written every few minutes only', async () => {
    const jar = new CookieJar();
    const client = await signIn(baseUrl, 'somchai', jar);
    store.calls.length = 0;
    for (const path of ['/health/live', '/metrics', '/', '/favicon.svg', '/assets/none.js', '/trial/slow'])
      await (await client.get(path)).text();
    expect(store.calls).toEqual([]);
    for (let each = 0; each < 5; each += 1) expect(await status(client)).toBe(200);
    expect(store.calls).toEqual(['find', 'find', 'find', 'find', 'find']);
    ahead = 6 * MINUTE;
    for (let each = 0; each < 3; each += 1) expect(await status(client)).toBe(200);
    expect(store.calls.filter((call) => call !== 'find')).toEqual(['replace']);
  });

  it('that ended does not come back through a request that was under way', async () => {
    const jar = new CookieJar();
    const client = await signIn(baseUrl, 'somchai', jar);
    const id = idOf(jar);
    ahead = 6 * MINUTE;
    const [slow] = await Promise.all([
      fetch(`${baseUrl}/api/me`, { headers: { cookie: `session=${id}` } }),
      client.post('/auth/logout'),
    ]);
    await slow.text();
    const after = await fetch(`${baseUrl}/api/me`, { headers: { cookie: `session=${id}` } });
    expect(after.status).toBe(401);
    expect(await store.find(sessionKey(id), Date.now())).toBeUndefined();
  });

  it('is over when nobody uses it for eight hours, and after twelve in any case', async () => {
    const client = await signIn(baseUrl, 'somchai');
    ahead = 8 * 60 * MINUTE - MINUTE;
    expect(await status(client)).toBe(200);
    ahead = 12 * 60 * MINUTE - MINUTE;
    expect(await status(client)).toBe(200);
    ahead = 12 * 60 * MINUTE + MINUTE;
    expect(await status(client)).toBe(401);
    ahead = 0;
    const idle = await signIn(baseUrl, 'somchai');
    ahead = 8 * 60 * MINUTE + MINUTE;
    expect(await status(idle)).toBe(401);
  });

  it('holds nothing that a reader of the store could read or use', async () => {
    const jar = new CookieJar();
    await signIn(baseUrl, 'somchai', jar);
    const stored = await store.find(sessionKey(idOf(jar)), Date.now());
    const kept = JSON.stringify(stored);
    expect(kept).not.toContain(idOf(jar));
    expect(Object.keys(stored!)).toEqual(['sub', 'sid', 'sealed', 'version', 'until']);
    const parts = stored!.sealed.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect(parts.join()).not.toMatch(/somchai|สมชาย|lao_code|eyJ/);
  });
});

describe('the provider is asked again', () => {
  it('every ten minutes of use, once for all requests', async () => {
    const client = await signIn(baseUrl, 'somchai');
    ahead = 9 * MINUTE;
    expect(await status(client)).toBe(200);
    expect(sso.asked).toEqual(['authorization_code']);
    ahead = 11 * MINUTE;
    expect(await Promise.all([1, 2, 3, 4].map(() => status(client)))).toEqual([200, 200, 200, 200]);
    expect(sso.asked).toEqual(['authorization_code', 'refresh_token']);
    ahead = 22 * MINUTE;
    expect(await status(client)).toBe(200);
    expect(sso.asked).toHaveLength(3);
  });

  it('and role and office follow what it says', async () => {
    const client = await signIn(baseUrl, 'somchai');
    expect((await client.get('/trial/provinces/12')).status).toBe(403);
    sso.people.set('somchai', officer);
    ahead = 11 * MINUTE;
    expect((await client.get('/trial/provinces/12')).status).toBe(200);
  });

  it.each([
    ['is disabled there', undefined],
    ['lost the role', { name: 'สมชาย' }],
    ['lost the office', { ...clerk, lao_code: '99999999' }],
  ])('and a person who %s is out', async (_, claims) => {
    const client = await signIn(baseUrl, 'somchai');
    const other = await signIn(baseUrl, 'somsri');
    if (claims === undefined) sso.people.delete('somchai');
    else sso.people.set('somchai', claims);
    ahead = 11 * MINUTE;
    expect(await status(client)).toBe(401);
    expect(await status(other)).toBe(200);
    ahead = 0;
    expect(await status(client)).toBe(401);
  });

  it('and one that gives no refresh token ends the session then', async () => {
    let own = '';
    const without = await SingleSignOn.start(() => own, false);
    const configuration = { ...readConfiguration({ LOG_LEVEL: 'silent' }), openId: without.client };
    const edge = await startEdge({ clock }, configuration);
    own = edge.baseUrl;
    without.people.set('somchai', clerk);
    const client = await signIn(edge.baseUrl, 'somchai');
    ahead = 9 * MINUTE;
    expect(await status(client)).toBe(200);
    ahead = 11 * MINUTE;
    expect(await status(client)).toBe(401);
    await edge.application.close();
    await without.stop();
  });
});

describe('signing out', () => {
  it('ends the provider’s session: the next click asks who it is', async () => {
    const jar = new CookieJar();
    const client = await signIn(baseUrl, 'somchai', jar);
    // The provider remembers: without signing out there, anybody at this computer would be somchai again.
    jar.clear(baseUrl);
    await jar.follow(`${baseUrl}/auth/login`, home);
    const { endSessionUrl } = (await (await client.post('/auth/logout')).json()) as { endSessionUrl: string };
    const url = new URL(endSessionUrl);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${baseUrl}/`);
    expect(url.searchParams.get('id_token_hint')).toBeTruthy();
    const confirmation = await (await jar.fetch(url)).text();
    const [, action] = /action="([^"]+)"/.exec(confirmation)!;
    const [, xsrf] = /name="xsrf" value="([^"]+)"/.exec(confirmation)!;
    const back = await jar.fetch(action!, {
      method: 'POST',
      body: new URLSearchParams({ xsrf: xsrf!, logout: 'yes' }),
    });
    expect(back.headers.get('location')).toBe(`${baseUrl}/`);
    const { response } = await jar.follow(`${baseUrl}/auth/login`);
    expect(await response.text()).toBe('who are you?');
  });

  it('at the provider or at another system ends the sessions here', async () => {
    const jar = new CookieJar();
    const here = await signIn(baseUrl, 'somchai', jar);
    const elsewhere = await signIn(baseUrl, 'somchai');
    const { sid } = (await store.find(sessionKey(idOf(jar)), Date.now()))!;
    expect(sid).toBeTruthy();
    const line = await lineOf(here);
    const response = await notify(await logoutToken({ sid: sid!, sub: 'somchai' }));
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await status(here)).toBe(401);
    expect(await ended(line)).toBe(true);
    expect(await status(elsewhere)).toBe(200);
    expect((await notify(await logoutToken({ sub: 'somchai' }))).status).toBe(200);
    expect(await status(elsewhere)).toBe(401);
  });

  it('is believed to no token but the provider’s own logout token', async () => {
    const client = await signIn(baseUrl, 'somchai');
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    const right = { sub: 'somchai', aud: 'eservice-survey', jti: 'j', events };
    for (const [wrong, typ] of [
      [{ ...right, events: {} }, 'logout+jwt'],
      [{ aud: right.aud, sub: right.sub, jti: right.jti }, 'JWT'],
      [{ ...right, nonce: 'n' }, 'logout+jwt'],
      [{ ...right, aud: 'another-client' }, 'logout+jwt'],
      [{ aud: right.aud, jti: right.jti, events }, 'logout+jwt'],
      [{ aud: right.aud, sub: right.sub, events }, 'logout+jwt'],
      [right, 'at+jwt'],
    ] as const) {
      expect(await outcome(await notify(await sso.signed(wrong, typ)))).toEqual([
        400,
        'invalid-logout-token',
      ]);
    }
    const foreign = await SingleSignOn.start(() => baseUrl);
    expect((await notify(await foreign.signed(right, 'logout+jwt'))).status).toBe(400);
    await foreign.stop();
    expect((await notify('rubbish')).status).toBe(400);
    expect((await fetch(`${baseUrl}/auth/backchannel-logout`, { method: 'POST' })).status).toBe(422);
    expect(await status(client)).toBe(200);
    expect((await notify(await sso.signed(right, 'logout+jwt'))).status).toBe(200);
    expect(await status(client)).toBe(401);
  });

  const logoutToken = (claims: object): Promise<string> =>
    sso.signed(
      {
        aud: 'eservice-survey',
        jti: crypto.randomUUID(),
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
        ...claims,
      },
      'logout+jwt',
    );
  const notify = (token: string): Promise<Response> =>
    fetch(`${baseUrl}/auth/backchannel-logout`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: token }),
    });
});

describe('live updates', () => {
  it('end with the session', async () => {
    const client = await signIn(baseUrl, 'somchai');
    const other = await signIn(baseUrl, 'somchai');
    const [line, goesOn] = [await lineOf(client), await lineOf(other)];
    await client.post('/auth/logout');
    expect(await ended(line)).toBe(true);
    expect(await Promise.race([ended(goesOn), setTimeout(100, 'open')])).toBe('open');
    await goesOn.cancel();
  });

  it('are limited for each person', async () => {
    const client = await signIn(baseUrl, 'somchai');
    const lines = [];
    for (let each = 0; each < MOST_LINES; each += 1) lines.push(await lineOf(client));
    expect(await outcome(await client.get('/api/events'))).toEqual([429, 'too-many-requests']);
    const other = await lineOf(await signIn(baseUrl, 'somsri'));
    await other.cancel();
    await lines.pop()!.cancel();
    await setTimeout(100);
    lines.push(await lineOf(client));
    await Promise.all(lines.map((line) => line.cancel()));
  });
});

describe('signing in', () => {
  it('of two tabs at once brings each to its page', async () => {
    const jar = new CookieJar();
    const callback = (next: URL): boolean => next.pathname === '/auth/callback';
    const begin = (page: string) =>
      jar.follow(`${baseUrl}/auth/login?login_hint=somchai&returnTo=${page}`, callback);
    const [first, second] = [await begin('/surveys'), await begin('/progress')];
    expect((await jar.fetch(first.url)).headers.get('location')).toBe('/surveys');
    expect((await jar.fetch(second.url)).headers.get('location')).toBe('/progress');
    expect((await jar.fetch(`${baseUrl}/api/me`)).status).toBe(200);
    expect(await outcome(await jar.fetch(first.url))).toEqual([401, 'sign-in-failed']);
  });

  it('that is begun and never finished costs the server nothing, and the browser little', async () => {
    const jar = new CookieJar();
    store.calls.length = 0;
    const long = `/${'x'.repeat(14_000)}`;
    for (let each = 0; each < 10; each += 1)
      await jar.fetch(`${baseUrl}/auth/login?returnTo=${each % 2 ? long : long.slice(0, 990)}`);
    expect(store.calls).toEqual([]);
    expect(jar.header(baseUrl).split('; ')).toHaveLength(4);
    expect(jar.header(baseUrl).length).toBeLessThan(8_000);
  });

  it('is over after ten minutes, and another’s cookie does not finish it', async () => {
    const jar = new CookieJar();
    const callback = (next: URL): boolean => next.pathname === '/auth/callback';
    const { url } = await jar.follow(`${baseUrl}/auth/login?login_hint=somchai`, callback);
    ahead = 11 * MINUTE;
    expect(await outcome(await jar.fetch(url))).toEqual([401, 'sign-in-failed']);
  });

  it('goes straight to the page when somebody is signed in, unless it is to be somebody else', async () => {
    const jar = new CookieJar();
    await signIn(baseUrl, 'somchai', jar);
    const location = async (query: string) =>
      (await jar.fetch(`${baseUrl}/auth/login?${query}`)).headers.get('location');
    expect(await location('returnTo=/surveys')).toBe('/surveys');
    expect(await location('returnTo=/surveys&prompt=login')).toContain('prompt=login');
    expect(await location('returnTo=/surveys&login_hint=somsri')).toContain('login_hint=somsri');
  });

  it('too often from one address is refused', async () => {
    const edge = await startEdge({}, readConfiguration({ LOG_LEVEL: 'silent' }));
    const codes: number[] = [];
    for (let each = 0; each <= 1_000; each += 1)
      codes.push((await edge.application.inject({ method: 'GET', url: '/auth/login' })).statusCode);
    expect(new Set(codes.slice(0, -1))).toEqual(new Set([302]));
    expect(codes.at(-1)).toBe(429);
    await edge.application.close();
  }, 30_000);
});

describe('without access', () => {
  it('a page offers to sign in as somebody else, which the provider lets happen', async () => {
    sso.people.set('nobody', { name: 'ไม่มีหน่วยงาน' });
    const jar = new CookieJar();
    const callback = (next: URL): boolean => next.pathname === '/auth/callback';
    const pageOf = async (): Promise<string> => {
      const { url } = await jar.follow(`${baseUrl}/auth/login?login_hint=nobody`, callback);
      const response = await jar.fetch(url, {
        headers: { accept: 'text/html', 'x-request-id': 'request-0042' },
      });
      expect(response.status).toBe(403);
      return response.text();
    };
    const page = await pageOf();
    expect(page).toContain('เข้าสู่ระบบด้วยบัญชีอื่น');
    expect(page).toContain('request-0042');
    const [, href] = /<a [^>]*href="([^"]+)"/.exec(page)!;
    const url = new URL(href!.replaceAll('&amp;', '&'));
    expect(url.origin).toBe(sso.client.issuer);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${baseUrl}/`);
    expect((await jar.fetch(url)).status).toBe(200);
  });
});

describe('tokens', () => {
  it('an ID token opens nothing, an access token does', async () => {
    const claims = { ...clerk, sub: 'somchai', aud: 'eservice-survey' };
    const send = async (payload: object, typ: string) =>
      status(bearer(baseUrl, await sso.signed({ ...payload }, typ)));
    expect(await send(claims, 'at+jwt')).toBe(200);
    expect(await send({ ...claims, typ: 'Bearer' }, 'JWT')).toBe(200);
    expect(await send({ ...claims, nonce: 'n' }, 'JWT')).toBe(401);
    expect(await send({ ...claims, typ: 'ID' }, 'JWT')).toBe(401);
    expect(await send({ ...claims, typ: 'Refresh' }, 'JWT')).toBe(401);
    expect(await send({ ...claims, aud: 'another' }, 'at+jwt')).toBe(401);
  });
});

describe('the name of an erased person', () => {
  it('shows in no open session, and in no later one', async () => {
    const client = await signIn(baseUrl, 'somsri');
    const name = async () => ((await (await client.get('/api/me')).json()) as { name: string }).name;
    expect(await name()).toBe('สมศรี มีสุข');
    await people.erase('somsri', new Date().toISOString(), 0n);
    expect(await name()).toBe('somsri');
    const again = await signIn(baseUrl, 'somsri');
    expect(await (await again.get('/api/me')).json()).toMatchObject({ name: 'somsri' });
    const token = await sso.signed({ ...officer, sub: 'somsri', aud: 'eservice-survey' }, 'at+jwt');
    expect(await (await bearer(baseUrl, token).get('/api/me')).json()).toMatchObject({ name: 'somsri' });
  });
});
