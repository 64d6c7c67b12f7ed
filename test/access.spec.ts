import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { allowedReturn } from '../src/identity/allowed-return.js';
import { SqlitePeople } from '../src/people/embedded/sqlite-people.js';
import { IdentityProvider } from '../src/identity/identity-provider.js';
import { personOf } from '../src/identity/person.js';
import { readConfiguration } from '../src/configuration/configuration.js';
import { DataFileError } from '../src/configuration/data-file-error.js';
import { startEdge } from './support/edge-application.js';
import { propertyRuns } from './support/property-runs.js';
import { routes } from './support/routes.js';
import { accessToken, anonymous, bearer, CookieJar, signIn } from './support/sign-in.js';
import { collectionName } from '../projections/engine/collection-name.js';
import { rosters } from '../projections/read-models/rosters.js';
import { Offices } from '../src/offices/offices.js';
import { smallDirectory } from './support/small-directory.js';
import { preparedReadStore } from './support/prepared-read-store.js';

let application: NestFastifyApplication;
let baseUrl: string;
const logged: string[] = [];
beforeAll(async () => {
  ({ application, baseUrl } = await startEdge({
    logDestination: { write: (line) => void logged.push(line) },
  }));
});
afterAll(async () => {
  await application?.close();
});

const outcome = async (response: Response): Promise<[number, unknown]> => {
  const body = (await response.json()) as { readonly code?: string };
  return [response.status, body.code];
};

const nonthaburi = { code: '12', name: 'นนทบุรี', nameEn: 'Nonthaburi' };

describe('signing in', () => {
  it.each([
    [
      'lao.03120102',
      {
        sub: 'lao.03120102',
        name: 'เจ้าหน้าที่ เทศบาลนครนนทบุรี',
        role: 'lao',
        lao: {
          code: '03120102',
          name: 'เทศบาลนครนนทบุรี',
          nameEn: '03120102',
          province: nonthaburi,
          district: { code: '1201', name: 'เมืองนนทบุรี', nameEn: 'Mueang Nonthaburi' },
        },
        province: nonthaburi,
      },
    ],
    [
      'province.12',
      { sub: 'province.12', name: 'เจ้าหน้าที่ สถจ.นนทบุรี', role: 'province', lao: null, province: nonthaburi },
    ],
    [
      'auditor.12',
      { sub: 'auditor.12', name: 'ผู้ตรวจสอบ จังหวัดนนทบุรี', role: 'auditor', lao: null, province: nonthaburi },
    ],
    [
      'auditor',
      {
        sub: 'auditor',
        name: 'ผู้ตรวจสอบ กรมส่งเสริมการปกครองท้องถิ่น',
        role: 'auditor',
        lao: null,
        province: null,
      },
    ],
    [
      'admin',
      { sub: 'admin', name: 'ผู้ดูแลระบบ กรมส่งเสริมการปกครองท้องถิ่น', role: 'admin', lao: null, province: null },
    ],
  ])('knows %s', async (hint, me) => {
    const response = await (await signIn(baseUrl, hint)).get('/api/me');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(me);
  });

  it('asks for PKCE and state, and the provider refuses to go without PKCE', async () => {
    const login = await fetch(`${baseUrl}/auth/login`, { redirect: 'manual' });
    const authorization = new URL(login.headers.get('location') ?? '');
    expect(authorization.searchParams.get('code_challenge_method')).toBe('S256');
    expect(authorization.searchParams.get('state')).toBeTruthy();

    authorization.searchParams.delete('code_challenge');
    authorization.searchParams.delete('code_challenge_method');
    const refused = await fetch(authorization, { redirect: 'manual' });
    expect(new URL(refused.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
  });

  it('refuses a callback with another state, or one that this browser never began', async () => {
    const jar = new CookieJar();
    const { url } = await jar.follow(
      `${baseUrl}/auth/login?login_hint=admin`,
      (next) => next.pathname === '/auth/callback',
    );
    expect(await outcome(await fetch(url))).toEqual([401, 'sign-in-failed']);
    url.searchParams.set('state', 'forged');
    expect(await outcome(await jar.fetch(url))).toEqual([401, 'sign-in-failed']);
    expect((await jar.fetch(`${baseUrl}/api/me`)).status).toBe(401);
  });

  it('shows a person a page, not JSON', async () => {
    const response = await fetch(`${baseUrl}/auth/callback?error=access_denied&error_description=<script>`, {
      headers: { accept: 'text/html' },
    });
    expect(response.headers.get('content-type')).toContain('text/html');
    const page = await response.text();
    expect(page).toContain('เข้าสู่ระบบไม่สำเร็จ');
    expect(page).not.toContain('<script>');
  });

  it('offers sample people on a page without scripts, and refuses unknown ones', async () => {
    const jar = new CookieJar();
    const { url, response } = await jar.follow(`${baseUrl}/auth/login`);
    const page = await response.text();
    for (const person of ['lao.03120102', 'province.12', 'auditor', 'admin'])
      expect(page).toContain(`value="${person}"`);
    expect(page).not.toContain('<script');
    const send = (person: string): Promise<Response> =>
      jar.fetch(url, { method: 'POST', body: new URLSearchParams({ person }) });
    const refused = await send('lao.<b>');
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('lao.&lt;b&gt;');

    const chosen = await send('province.13');
    await jar.follow(chosen.headers.get('location') ?? '', (next) => next.href === `${baseUrl}/`);
    expect(await (await jar.fetch(`${baseUrl}/api/me`)).json()).toMatchObject({ sub: 'province.13' });
  });

  it('lets the same browser sign in as another person', async () => {
    const jar = new CookieJar();
    await signIn(baseUrl, 'admin', jar);
    const officer = await signIn(baseUrl, 'province.12', jar);
    expect(await (await officer.get('/api/me')).json()).toMatchObject({ sub: 'province.12' });
  });

  it('keeps its cookies from scripts and other sites, and gives each sign-in another session', async () => {
    const jar = new CookieJar();
    const signedIn = async (hint: string): Promise<readonly string[]> => {
      const begun = await jar.fetch(`${baseUrl}/auth/login?login_hint=${hint}`);
      const { response } = await jar.follow(
        begun.headers.get('location') ?? '',
        (next) => next.href === `${baseUrl}/`,
      );
      const [pending, , session] = [...begun.headers.getSetCookie(), ...response.headers.getSetCookie()];
      for (const cookie of [pending, session]) {
        expect(cookie).toMatch(/^(session|sign-in-[\w-]{12})=[^;]+;.*HttpOnly/);
        expect(cookie).toContain('SameSite=Lax');
      }
      return [pending!.split(';')[0]!, session!.split(';')[0]!];
    };
    const [pending, before] = await signedIn('admin');
    const [, after] = await signedIn('admin');
    expect(before).toMatch(/^session=[\w-]{43}$/);
    expect(after).toMatch(/^session=[\w-]{43}$/);
    expect(after).not.toBe(before);
    for (const cookie of [pending!, before!, 'session=admin', `session=${'x'.repeat(43)}`]) {
      const old = await fetch(`${baseUrl}/api/me`, { headers: { cookie } });
      expect(old.status).toBe(401);
    }
  });

  it('sends the cookie over https only, for this host only, in production', async () => {
    const publicUrl = 'https://survey.example';
    const production = { ...readConfiguration({ LOG_LEVEL: 'silent' }), production: true, publicUrl };
    const edge = await startEdge({}, production);
    const response = await fetch(`${edge.baseUrl}/auth/login`, {
      headers: { 'x-forwarded-proto': 'https' },
      redirect: 'manual',
    });
    await edge.application.close();
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-sign-in-.*Path=\/;.*Secure/);
    const authorization = new URL(response.headers.get('location') ?? '');
    expect(authorization.searchParams.get('redirect_uri')).toBe(`${publicUrl}/auth/callback`);
  });

  it('returns to the page that the person asked for, on this site only', async () => {
    const landing = async (returnTo: string): Promise<string> => {
      const address = `${baseUrl}/auth/login?login_hint=admin&returnTo=${encodeURIComponent(returnTo)}`;
      const { url } = await new CookieJar().follow(address, (next) =>
        next.origin !== new URL(baseUrl).origin ? false : !next.pathname.startsWith('/auth/'),
      );
      return url.href.replace(baseUrl, '');
    };
    expect(await landing('/surveys/2565?page=2')).toBe('/surveys/2565?page=2');
    expect(await landing('//evil.example/x')).toBe('/');
  });

  it('never leaves this site, whatever the value of returnTo', () => {
    const own = 'https://survey.example';
    const nasty = fc.array(
      fc.constantFrom('/', '\\', '\t', '\n', '..', '.', '@', ':', '%2f', '?', '#', 'evil.example', 'https:'),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          nasty.map((parts) => `/${parts.join('')}`),
        ),
        (wanted) => {
          expect(new URL(allowedReturn(wanted), own).origin).toBe(own);
        },
      ),
      propertyRuns(100),
    );
    expect(allowedReturn('https://evil.example')).toBe('/');
    expect(allowedReturn('/\\evil.example')).toBe('/');
  });

  it('signs out: the old cookie is no longer valid', async () => {
    const jar = new CookieJar();
    const admin = await signIn(baseUrl, 'admin', jar);
    const stolen = new CookieJar();
    Object.assign(stolen, { cookies: structuredClone(jar['cookies']) });
    expect((await stolen.fetch(`${baseUrl}/api/me`)).status).toBe(200);
    const response = await admin.post('/auth/logout');
    expect([response.status, await response.json()]).toEqual([200, { endSessionUrl: null }]);
    expect((await stolen.fetch(`${baseUrl}/api/me`)).status).toBe(401);
  });

  it('is for one application, although all of a process share one passport', async () => {
    const other = await startEdge();
    try {
      const jar = new CookieJar();
      const here = await signIn(baseUrl, 'lao.03120103', jar);
      const there = await fetch(`${other.baseUrl}/api/me`, { headers: { cookie: jar.header(baseUrl) } });
      expect(there.status).toBe(401);
      expect((await here.get('/api/me')).status).toBe(200);
    } finally {
      await other.application.close();
    }
  });

  it('does not help a request with a bad token', async () => {
    const person = await signIn(baseUrl, 'admin');
    const sent = await person.get('/api/me', { authorization: 'Bearer x' });
    expect(await outcome(sent)).toEqual([401, 'invalid-token']);
  });

  it('writes no names, hints or cookies into the log', async () => {
    await (await signIn(baseUrl, 'lao.03120103')).get('/api/me');
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.join('')).not.toMatch(/เจ้าหน้าที่|login_hint|lao\.03120103|session=/);
  });
});

describe('claims', () => {
  it.each([
    [{ sub: 'x' }],
    [{ role: 'admin' }],
    [{ sub: 'x', role: 'system' }],
    [{ sub: 'x', role: 'lao' }],
    [{ sub: 'x', role: 'lao', lao_code: '99999999' }],
    [{ sub: 'x', role: 'province', lao_code: '03120102' }],
    [{ sub: 'x', role: 'auditor', province_code: '99' }],
    [{ sub: 'x', role: 'auditor', province_code: 12 }],
    [{ sub: 'x', role: 'auditor' }],
    [{ sub: 'x', role: 'auditor', province_code: '' }],
    [{ sub: 'x', role: 'auditor', province_code: ' ', national: false }],
    [{ sub: 'x', role: 'auditor', nation: true }],
    [{ sub: 'x', role: 'auditor', national: 'yes' }],
    [{ sub: 'x', role: 'auditor', national: true, province_code: '12' }],
  ])('give no access: %j', async (claims) => {
    const offices = new Offices(await preparedReadStore(), smallDirectory());
    await expect(personOf(claims, offices, 'national')).rejects.toMatchObject({
      code: 'no-access',
      status: 403,
    });
  });

  it('give access to an LAO that a round asked once, though the directory has lost it', async () => {
    const store = await preparedReadStore();
    const entry = { laoCode: '06120999', fiscalYear: 2565, name: 'อบต.เดิม' };
    await store.apply(collectionName(rosters), [{ id: '2565.06120999', set: entry }]);
    const claims = { sub: 'x', role: 'lao', lao_code: '06120999' };
    expect(await personOf(claims, new Offices(store, smallDirectory()), 'national')).toMatchObject({
      actor: { role: 'lao', laoCode: '06120999' },
    });
  });

  it.each([
    [{ role: 'auditor', national: true }, { role: 'auditor' }],
    [{ role: 'auditor', national: 'true', province_code: '' }, { role: 'auditor' }],
    [
      { role: 'auditor', national: false, province_code: '12' },
      { role: 'auditor', provinceCode: '12' },
    ],
  ])('make an auditor national only when they say so: %j', async (claims, actor) => {
    const offices = new Offices(await preparedReadStore(), smallDirectory());
    const person = await personOf({ sub: 'x', ...claims }, offices, 'national');
    expect(person.actor).toEqual({ sub: 'x', ...actor });
  });
});

describe('the names of people', () => {
  it('report in one line that their file cannot be written', () => {
    expect(() => new SqlitePeople('/dev/null/eservice/people.sqlite')).toThrow(DataFileError);
    expect(() => new SqlitePeople('/dev/null/eservice/people.sqlite')).toThrow(
      /^\/dev\/null\/eservice\/people\.sqlite: cannot be written \([^\n]+\)$/,
    );
  });
});

describe('bearer tokens', () => {
  it('act as the person, without cookies', async () => {
    const client = bearer(baseUrl, await accessToken(baseUrl, 'province.12'));
    expect(await (await client.get('/api/me')).json()).toMatchObject({
      role: 'province',
      province: nonthaburi,
    });
  });

  it('are refused when altered, foreign, for another audience, or not tokens', async () => {
    const token = await accessToken(baseUrl, 'admin');
    const claims = decodeJwt(token);
    const { privateKey } = await generateKeyPair('ES256');
    const foreign = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
    const [head, , signature] = token.split('.');
    const altered = [
      head,
      Buffer.from(JSON.stringify({ ...claims, sub: 'x' })).toString('base64url'),
      signature,
    ].join('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`;
    for (const wrong of [foreign, altered, none, 'rubbish', 'Basic', '']) {
      const response = await bearer(baseUrl, wrong).get('/api/me');
      expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
      expect(await outcome(response)).toEqual([401, 'invalid-token']);
    }
  });

  it('are exempt from the cross-site rule: no browser adds them automatically', async () => {
    const client = bearer(baseUrl, await accessToken(baseUrl, 'admin'));
    const response = await client.post('/trial/commands', {}, { 'sec-fetch-site': 'cross-site' });
    expect(response.status).toBe(201);
  });
});

describe('requests of other sites', () => {
  it('are refused when they change something with a person’s cookie', async () => {
    const admin = await signIn(baseUrl, 'admin');
    const send = async (headers: Record<string, string>): Promise<number> =>
      (await admin.post('/trial/commands', {}, headers)).status;
    expect(await send({})).toBe(201);
    expect(await send({ 'sec-fetch-site': 'same-origin' })).toBe(201);
    expect(await send({ 'sec-fetch-site': 'none' })).toBe(201);
    expect(await send({ origin: baseUrl })).toBe(201);
    expect(await send({ origin: 'https://evil.example' })).toBe(403);
    expect(await send({ origin: 'null' })).toBe(403);
    expect(await send({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await send({ 'sec-fetch-site': 'cross-site', origin: baseUrl })).toBe(403);
    const logout = await admin.post('/auth/logout', undefined, { 'sec-fetch-site': 'cross-site' });
    expect(await outcome(logout)).toEqual([403, 'cross-site-request']);
    expect((await admin.get('/api/me', { 'sec-fetch-site': 'cross-site' })).status).toBe(200);
  });
});

describe('policies', () => {
  it('are denied by default, even to an admin', async () => {
    expect(await outcome(await (await signIn(baseUrl, 'admin')).get('/trial/forgotten'))).toEqual([
      403,
      'not-allowed',
    ]);
    expect(await outcome(await anonymous(baseUrl).get('/trial/forgotten'))).toEqual([403, 'not-allowed']);
  });

  it('are missing from no handler except the one that omits it on purpose', () => {
    const all = routes(application);
    const withoutPolicy = all.filter(({ policy }) => policy === undefined).map(({ handler }) => handler);
    expect(all.map(({ handler }) => handler)).toEqual(
      expect.arrayContaining(['MeController.me', 'ObservabilityController.ready']),
    );
    expect(withoutPolicy).toEqual(['TrialController.forgotten']);
  });

  it('ask who it is first', async () => {
    expect(await outcome(await anonymous(baseUrl).get('/trial/admin-only'))).toEqual([401, 'not-signed-in']);
    expect(await outcome(await (await signIn(baseUrl, 'auditor')).get('/trial/admin-only'))).toEqual([
      403,
      'not-allowed',
    ]);
  });

  const laos = ['03120102', '03120103', '03130102', '99999999'];
  const provinces = ['12', '13', '99'];
  it.each([
    ['lao.03120102', [200, 403, 403, 403], [403, 403, 403]],
    ['province.12', [200, 200, 403, 403], [200, 403, 403]],
    ['auditor.13', [403, 403, 200, 403], [403, 200, 403]],
    // The scope follows from the code; whether a round asks such an office is for the handler to say.
    ['auditor', [200, 200, 200, 200], [200, 200, 200]],
    ['admin', [200, 200, 200, 200], [200, 200, 200]],
  ])('hold %s to the office', async (hint, ofLaos, ofProvinces) => {
    const client = await signIn(baseUrl, hint);
    const status = async (path: string): Promise<number> => (await client.get(path)).status;
    expect(await Promise.all(laos.map((code) => status(`/trial/laos/${code}`)))).toEqual(ofLaos);
    expect(await Promise.all(provinces.map((code) => status(`/trial/provinces/${code}`)))).toEqual(
      ofProvinces,
    );
  });
});

describe('without the provider', () => {
  it('people who are signed in go on; new sign-ins fail', async () => {
    const own = await startEdge();
    const admin = await signIn(own.baseUrl, 'admin');
    const jar = new CookieJar();
    const { url } = await jar.follow(
      `${own.baseUrl}/auth/login?login_hint=admin`,
      (next) => next.pathname === '/auth/callback',
    );
    await own.application.get(IdentityProvider, { strict: false }).onApplicationShutdown();
    expect((await admin.get('/api/me')).status).toBe(200);
    expect(await outcome(await jar.fetch(url))).toEqual([503, 'sign-in-unavailable']);
    const metrics = await (await anonymous(own.baseUrl).get('/metrics')).text();
    expect(metrics).toContain('eservice_sign_in_failures_total{reason="unreachable"} 1');
    expect(metrics).toMatch(/^eservice_sign_ins_total [1-9]/m);
    expect((await admin.post('/auth/logout')).status).toBe(200);
    await own.application.close();
  });
});
