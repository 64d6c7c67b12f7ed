import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStore } from '../src/event-store/event-store.js';
import { expectOk, fillAndCertify, readForm, surveyPath } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { anonymous, CookieJar, signIn, type Client } from './support/sign-in.js';

const code = '03120102';
const aspect = `${surveyPath(code)}/aspects/economy`;
const json = { 'content-type': 'application/json' };

let server: TestServer;
let lao: Client;
let officer: Client;
let admin: Client;
const jar = new CookieJar();

beforeAll(async () => {
  server = await startServer();
  lao = await signIn(server.url, `lao.${code}`, jar);
  [officer, admin] = await Promise.all([signIn(server.url, 'province.12'), signIn(server.url, 'admin')]);
});
afterAll(() => server.stop());

const raw = (method: string, path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
  jar.fetch(new URL(path, server.url), { method, body, headers: { ...json, ...headers } });
const outcome = async (response: Response) => {
  const { code: problem } = (await response.json()) as { readonly code?: string };
  return [response.status, problem];
};
const save = (body: string) => raw('PUT', aspect, body, { 'if-match': '*' });
const members = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`m${i}`, 0]));

/** How long the process computed in one go, milliseconds of its processor: those of a clock also count what else the machine does. */
const blockedBy = async (work: () => Promise<unknown>): Promise<number> => {
  let longest = 0;
  let last = process.threadCpuUsage();
  const look = () => {
    const { user, system } = process.threadCpuUsage();
    longest = Math.max(longest, (user + system - last.user - last.system) / 1000);
    last = { user, system };
  };
  const timer = setInterval(look, 1);
  await work();
  clearInterval(timer);
  look();
  return longest;
};

describe('a large body', () => {
  it.each([
    ['96,000 members', () => JSON.stringify({ answers: members(90_000) })],
    ['125,000 steps', () => JSON.stringify({ answers: { x: { steps: Array(125_000).fill('a') } } })],
    ['2,500 levels', () => `{"answers":${'{"a":'.repeat(2_500)}1${'}'.repeat(2_501)}`],
    ['2,500 lists', () => `{"answers":{"a":${'['.repeat(2_500)}${']'.repeat(2_500)}}}`],
  ])('of %s is refused at once', async (_, body) => {
    const text = body();
    let response: Response | undefined;
    const blocked = await blockedBy(async () => {
      response = await save(text);
    });
    expect(await outcome(response!)).toEqual([422, 'invalid-request']);
    expect(blocked).toBeLessThan(500);
  });

  it.each([
    ['POST', '/api/campaigns', 64 * 1024],
    ['POST', `${surveyPath(code)}/aspects/economy/rows`, 64 * 1024],
    ['POST', '/auth/logout', 64 * 1024],
    ['POST', `${surveyPath(code)}/return`, 512 * 1024],
    ['PUT', aspect, 1024 * 1024],
  ])('to %s %s is refused beyond the limit of the route', async (method, path, limitBytes) => {
    const response = await raw(method, path, JSON.stringify({ x: 'a'.repeat(limitBytes) }));
    expect(await response.json()).toMatchObject({ status: 413, code: 'body-too-large', limitBytes });
  });

  it('of the largest aspect that a form can have is taken', async () => {
    const title = (number: number) => ({ groupId: 'other-services-list', title: `งาน ${number}` });
    const rows = `${surveyPath(code)}/aspects/other-services/rows`;
    for (let i = 0; i < 200; i += 1) await expectOk(await lao.post(rows, title(i)));
    const form = await readForm(lao, code);
    const added = form.aspects.find(({ id }) => id === 'other-services')!.rows;
    const answer = {
      hasEService: true,
      steps: ['submit-request', 'pay'],
      channels: ['website', 'other'],
      otherChannel: 'ก'.repeat(200),
      yearlyUsers: 1_000_000,
    };
    const answers = Object.fromEntries(added.map(({ id }) => [id, answer]));
    const revision = { 'if-match': `"${form.revision}"` };
    await expectOk(await lao.put(`${surveyPath(code)}/aspects/other-services`, { answers }, revision));
  });

  it('that is wrong in every place is told the first fifty', async () => {
    const form = await readForm(lao, code);
    const rows = form.aspects.flatMap(({ id, rows }) => (id === 'other-services' ? rows : []));
    const answers = Object.fromEntries(rows.map(({ id }) => [id, 1]));
    const response = await lao.put(
      `${surveyPath(code)}/aspects/other-services`,
      { answers },
      { 'if-match': '*' },
    );
    expect(((await response.json()) as { violations: unknown[] }).violations).toHaveLength(50);
    const returned = await officer.post(`${surveyPath(code)}/return`, {
      reason: 'x',
      rows: Array.from({ length: 500 }, () => ({})),
    });
    const text = await returned.text();
    expect(returned.status).toBe(422);
    expect(text.length).toBeLessThan(20_000);
  });
});

describe('a member', () => {
  const routes: readonly [string, string, () => Client][] = [
    ['POST', '/api/campaigns', () => admin],
    ['POST', '/api/campaigns/2565/extension', () => admin],
    ['POST', '/api/campaigns/2565/closure', () => admin],
    ['PUT', aspect, () => lao],
    ['POST', `${surveyPath(code)}/aspects/economy/rows`, () => lao],
    ['POST', `${surveyPath(code)}/return`, () => officer],
    ['POST', '/api/provinces/12/certifications/2565/revocation', () => admin],
    ['PUT', '/api/people/admin/name', () => admin],
    ['POST', '/api/people/admin/erasure', () => admin],
  ];
  const inherited = Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== '__proto__');
  it.each(routes)('of %s %s that is called as one of every object is unknown', async (method, path, who) => {
    const head = await server.application.get(EventStore).head();
    for (const name of inherited) {
      const body = { [name]: { a: 1 } };
      const headers = { 'if-match': '*' };
      const response = await (method === 'PUT'
        ? who().put(path, body, headers)
        : who().post(path, body, headers));
      const problem = (await response.json()) as Readonly<Record<string, unknown>>;
      expect([name, response.status, problem['code']]).toEqual([name, 422, 'invalid-request']);
      expect(problem['violations']).toEqual([expect.objectContaining({ path: name })]);
    }
    expect(await server.application.get(EventStore).head()).toEqual(head);
  });

  it('of a query, too', async () => {
    for (const name of [...inherited, '__proto__']) {
      const response = await lao.get(`/api/surveys?${name}=1`);
      expect([name, ...(await outcome(response))]).toEqual([name, 422, 'invalid-request']);
    }
  });
});

describe('a route without a body', () => {
  it('takes an empty one that says it is JSON, and `{}`', async () => {
    const other = '03120601';
    const own = new CookieJar();
    const client = await signIn(server.url, `lao.${other}`, own);
    await fillAndCertify(client, other);
    const again = (body: string) =>
      own.fetch(new URL(`${surveyPath(other)}/certification`, server.url), {
        method: 'POST',
        body,
        headers: json,
      });
    expect(await outcome(await again(''))).toEqual([409, 'survey-already-certified']);
    expect(await outcome(await again('{}'))).toEqual([409, 'survey-already-certified']);
    expect(await outcome(await again('{"revision":1}'))).toEqual([422, 'invalid-request']);
  });
});

describe('a query parameter that a route does not declare', () => {
  it.each(['/api/me', '/api/campaigns', surveyPath(code), `/api/audit/surveys/2565/${code}/moments`])(
    'is refused by %s',
    async (path) => {
      expect((await lao.get(path)).status).toBe(200);
      const response = await lao.get(`${path}?name=${encodeURIComponent('สมชาย')}`);
      expect(await outcome(response)).toEqual([422, 'invalid-request']);
    },
  );

  it('or that is a free text stays out of the access log', async () => {
    const name = encodeURIComponent('สมชาย ใจดี');
    for (const [path, parameter] of [
      [`/api/audit/surveys/2565/${code}/verification`, 'row'],
      [`/api/audit/surveys/2565/${code}/history`, 'row'],
      [`/api/audit/surveys/2565/${code}/history`, 'sub'],
      [`/api/audit/surveys/2565/${code}/history`, 'aspect'],
      ['/api/audit/readings', 'lao'],
      ['/api/audit/readings', 'sub'],
      ['/api/audit/provinces/12/2565/diff', 'from'],
      ['/api/progress/2565/milestones', 'format'],
    ] as const) {
      const response = await admin.get(`${path}?${parameter}=${name}`);
      expect([path, parameter, response.status]).toEqual([path, parameter, 422]);
    }
    for await (const events of server.application.get(EventStore).readAll()) {
      expect(JSON.stringify(events.map(({ data }) => data))).not.toContain('สมชาย');
    }
  });
});

/** What the server says to bytes that no client would send. */
const exchanged = (text: string, patience = 2_000): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    const end = () => {
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(end, patience);
    socket.on('data', (bytes: Buffer) => {
      answer += bytes.toString();
    });
    socket.on('end', () => {
      clearTimeout(timer);
      end();
    });
    socket.on('error', reject);
  });

describe('an address', () => {
  it.each(['a b', 'a/b', 'a?b', 'a@b', '[1', 'ก', ''])('on the host %j is refused', async (host) => {
    for (const path of ['/auth/login', '/api/me', '/']) {
      const text = await exchanged(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(text).toMatch(/^HTTP\/1\.1 400 /);
      expect(text).toContain('application/problem+json');
    }
  });

  it('that exists says which methods it takes', async () => {
    const ask = async (method: string, path: string) => {
      const response = await jar.fetch(new URL(path, server.url), { method });
      const problem = method === 'HEAD' ? undefined : (await outcome(response))[1];
      return [response.status, problem, response.headers.get('allow')];
    };
    const only = (allow: string) => [405, 'method-not-allowed', allow];
    expect(await ask('POST', '/api/me')).toEqual(only('GET, HEAD'));
    expect(await ask('DELETE', surveyPath(code))).toEqual(only('GET, HEAD'));
    expect(await ask('GET', aspect)).toEqual(only('PUT'));
    expect(await ask('GET', '/api/campaigns/2565/closure')).toEqual(only('POST'));
    expect(await ask('PATCH', '/api/campaigns')).toEqual(only('GET, HEAD, POST'));
    expect(await ask('OPTIONS', '/api/campaigns')).toEqual(only('GET, HEAD, POST'));
    expect(await ask('PUT', '/health/live')).toEqual(only('GET, HEAD'));
    expect(await ask('POST', '/api/nothing')).toEqual([404, 'not-found', null]);
  });

  it('has one spelling', async () => {
    expect((await lao.get(surveyPath(code))).status).toBe(200);
    for (const path of [surveyPath('0312010%32'), surveyPath(code).replace('2565', '%32565'), '/%61pi/me']) {
      expect(await outcome(await lao.get(path))).toEqual([404, 'not-found']);
    }
    expect((await admin.get('/api/people/a%7Cb')).status).toBe(404);
  });
});

describe('what never becomes a request', () => {
  it.each([
    ['not HTTP', 'nonsense\r\n\r\n', 400, 'malformed-request'],
    [
      'a header of 32 kB',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(32_768)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
  ])('is told so: %s', async (_, text, status, problem) => {
    const answer = await exchanged(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain(`"code":"${problem}"`);
  });

  it('ends when its body arrives too slowly', async () => {
    const http = server.application.getHttpServer();
    expect(http.requestTimeout).toBe(60_000);
    // The longer of the two is the one of the whole request.
    http.headersTimeout = http.requestTimeout = 500;
    try {
      const answer = await exchanged(
        'POST /auth/logout HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
        10_000,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer).toContain('"code":"request-timeout"');
    } finally {
      http.headersTimeout = http.requestTimeout = 60_000;
    }
  }, 15_000);
});

it('one person may send so many requests in a minute, costly ones count ten times, and others go on', async () => {
  const limited = await startServer({ env: { REQUESTS_PER_MINUTE: '30' } });
  try {
    const [one, other] = await Promise.all([signIn(limited.url, 'auditor'), signIn(limited.url, 'admin')]);
    for (let i = 0; i < 10; i += 1) expect((await one.get('/api/me')).status).toBe(200);
    for (let i = 0; i < 2; i += 1) expect((await one.get('/api/surveys')).status).toBe(200);
    const refused = await one.get('/api/me');
    expect(await outcome(refused)).toEqual([429, 'too-many-requests']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await other.get('/api/me')).status).toBe(200);
  } finally {
    await limited.stop();
  }
});

it('what a person is answered is kept by no cache', async () => {
  for (const path of [
    '/api/me',
    '/api/campaigns',
    '/api/surveys',
    surveyPath(code),
    '/api/questionnaires/2565',
  ]) {
    const response = await lao.get(path);
    expect([path, response.status, response.headers.get('cache-control')]).toEqual([path, 200, 'no-store']);
  }
  expect((await anonymous(server.url).get('/api/me')).headers.get('cache-control')).toBe('no-store');
});
