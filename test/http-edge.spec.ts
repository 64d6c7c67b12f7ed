import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parseIfMatch } from '../src/http/request-context.js';
import { preferredLanguage } from '../src/http/wording.js';
import { HealthChecks } from '../src/observability/health-checks.js';
import { startEdge } from './support/edge-application.js';
import { anonymous, signIn } from './support/sign-in.js';

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

const send = (body: string, contentType = 'application/json'): Promise<Response> =>
  fetch(`${baseUrl}/trial/counted`, { method: 'POST', body, headers: { 'content-type': contentType } });
const outcome = async (response: Response): Promise<[number, unknown]> => [
  response.status,
  ((await response.json()) as { code?: string }).code,
];

describe('problem documents', () => {
  it('are Thai, with times in the ministry’s format', async () => {
    const response = await fetch(`${baseUrl}/trial/failures/locked?secret=1`, {
      headers: { 'x-request-id': 'request-0001' },
    });
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(response.headers.get('content-language')).toBe('th');
    expect(response.headers.get('x-request-id')).toBe('request-0001');
    expect(await response.json()).toEqual({
      type: '/problems/survey-locked',
      code: 'survey-locked',
      title: 'รับรองข้อมูลแล้ว แก้ไขไม่ได้',
      detail: 'อปท. รับรองข้อมูลเมื่อ 24/11/2569 00:00:05 จะแก้ไขได้เมื่อจังหวัดส่งกลับ',
      status: 409,
      instance: '/trial/failures/locked',
      certifiedAt: '2026-11-23T17:00:05Z',
      correlationId: 'request-0001',
    });
  });

  it('are English on request', async () => {
    const response = await anonymous(baseUrl).get('/trial/failures/locked', {
      'accept-language': 'en-GB,th;q=0.8',
    });
    expect(await response.json()).toMatchObject({
      title: 'Certified: read-only',
      detail: expect.stringContaining('2026-11-23T17:00:05Z'),
    });
  });

  it.each([
    [undefined, 'th'],
    ['', 'th'],
    ['en', 'en'],
    ['th, en', 'th'],
    ['de, en;q=0.5', 'en'],
    ['en;q=0.2, th;q=0.9', 'th'],
    ['en;q=0', 'th'],
    ['*', 'th'],
  ])('choose the language of %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });

  it('reveal nothing of the inside, but log it', async () => {
    const response = await anonymous(baseUrl).get('/trial/failures/bug', { 'x-request-id': 'request-0002' });
    const body = await response.text();
    expect(response.status).toBe(500);
    expect(body).toContain('"internal-error"');
    expect(body).not.toContain('secret');
    expect(
      logged.find((line) => line.includes('request-0002') && line.includes('secret inside')),
    ).toBeDefined();
    const store = await anonymous(baseUrl).get('/trial/failures/store');
    expect(await store.json()).toMatchObject({ status: 503, code: 'store-unavailable', reason: 'full' });
  });

  it('answer an unknown address', async () => {
    expect(await outcome(await anonymous(baseUrl).get('/nowhere'))).toEqual([404, 'not-found']);
  });
});

describe('bodies', () => {
  it('have to be JSON of the expected shape', async () => {
    expect(await outcome(await send('{"count": 1}'))).toEqual([201, undefined]);
    expect(await outcome(await send('{"count": '))).toEqual([400, 'malformed-json']);
    expect(await outcome(await send(''))).toEqual([400, 'malformed-json']);
    expect(await outcome(await send('{"count":1,"__proto__":{"admin":true}}'))).toEqual([
      400,
      'malformed-json',
    ]);
    expect(await outcome(await send('count=1', 'application/x-www-form-urlencoded'))).toEqual([
      415,
      'unsupported-media-type',
    ]);
    expect(await outcome(await send('{"count":1}', 'text/plain'))).toEqual([415, 'unsupported-media-type']);
    expect(await (await send('{"count": "many", "other": 1}')).json()).toMatchObject({
      status: 422,
      code: 'invalid-request',
      violations: expect.arrayContaining([
        { path: 'count', message: expect.any(String) },
        { path: 'other', message: expect.any(String) },
      ]),
    });
  });

  it('of 10 MB are refused, and the next request is served', async () => {
    const response = await send(JSON.stringify({ count: 'x'.repeat(10_000_000) }));
    expect(await response.json()).toMatchObject({
      status: 413,
      code: 'body-too-large',
      limitBytes: 65_536,
    });
    expect((await send('{"count": 1}')).status).toBe(201);
  });
});

describe('commands', () => {
  it('carry the actor, the request, the key and the revision', async () => {
    const officer = await signIn(baseUrl, 'province.12');
    const headers = { 'idempotency-key': 'key-1', 'if-match': '"12"', 'x-request-id': 'request-0003' };
    expect(await (await officer.post('/trial/commands', undefined, headers)).json()).toEqual({
      context: {
        actor: { sub: 'province.12', role: 'province', provinceCode: '12' },
        correlationId: 'request-0003',
        idempotencyKey: 'key-1',
      },
      ifMatch: '12',
    });
    for (const key of ['with space', 'x'.repeat(201)]) {
      const response = await officer.post('/trial/commands', undefined, { 'idempotency-key': key });
      expect(await outcome(response)).toEqual([400, 'invalid-idempotency-key']);
    }
    const response = await officer.post('/trial/commands', undefined, { 'if-match': 'soon' });
    expect(await outcome(response)).toEqual([400, 'invalid-if-match']);
  });

  it.each([
    ['"12"', 12n],
    ['12', 12n],
    ['W/"12"', 12n],
    ['"-1"', -1n],
    ['*', '*'],
    [undefined, undefined],
  ])('read If-Match %s', (header, revision) => {
    expect(parseIfMatch(header)).toBe(revision);
  });

  it.each(['', '"12', 'W/12', '"-2"', '"1", "2"', '1.5', '"9999999999999999999"'])(
    'refuse If-Match %s',
    (header) => {
      expect(() => parseIfMatch(header)).toThrow(expect.objectContaining({ code: 'invalid-if-match' }));
    },
  );
});

describe('request ids', () => {
  it('are replaced when the given one is no id', async () => {
    const response = await anonymous(baseUrl).get('/health/live', { 'x-request-id': 'a b"c' });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('operators', () => {
  it('see liveness, readiness with its parts, and metrics by route', async () => {
    const checks = application.get(HealthChecks, { strict: false });
    expect((await anonymous(baseUrl).get('/health/live')).status).toBe(200);
    expect((await anonymous(baseUrl).get('/health/ready')).status).toBe(200);
    checks.register('store', () => {
      throw new TypeError('gone');
    });
    const response = await anonymous(baseUrl).get('/health/ready');
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'not-ready', checks: { store: { healthy: false, detail: 'TypeError' } } },
    ]);
    checks.register('store', () => new Promise(() => undefined));
    expect(await checks.readiness(10)).toMatchObject({
      checks: { store: { healthy: false, detail: 'timeout' } },
    });
    const metrics = await (await anonymous(baseUrl).get('/metrics')).text();
    expect(metrics).toContain(
      'eservice_http_request_duration_seconds_count{method="GET",route="/health/live",status="200"}',
    );
    expect(metrics).toContain('nodejs_eventloop_lag_seconds');
    expect(metrics).toMatch(/^eservice_build_info\{version="\d[^"]*",node="v\d[^"]*",role="all"\} 1$/m);
  });
});

describe('answers', () => {
  it('are compressed for clients that accept it, and only when it pays', async () => {
    const encoding = async (path: string, accepted: string): Promise<string | null> =>
      (await fetch(`${baseUrl}${path}`, { headers: { 'accept-encoding': accepted } })).headers.get(
        'content-encoding',
      );
    expect(await encoding('/api/openapi.json', 'gzip, br')).toBe('gzip');
    expect(await encoding('/api/openapi.json', 'identity')).toBeNull();
    expect(await encoding('/health/live', 'gzip')).toBeNull();
  });
});

describe('stopping', () => {
  it('finishes running requests, answers new ones with 503, and then accepts none', async () => {
    const edge = await startEdge({ logDestination: { write: () => undefined } });
    const underWay = fetch(`${edge.baseUrl}/trial/slow`);
    await setTimeout(100);
    const closed = edge.application.close();
    await setTimeout(50);
    const late = await fetch(`${edge.baseUrl}/trial/laos/03120102`);
    expect(await outcome(late)).toEqual([503, 'shutting-down']);
    expect(late.headers.get('connection')).toBe('close');
    expect(late.headers.get('retry-after')).toBe('2');
    expect((await fetch(`${edge.baseUrl}/health/live`)).status).toBe(200);
    expect((await fetch(`${edge.baseUrl}/health/ready`)).status).toBe(503);
    expect(await (await underWay).json()).toEqual({ done: true });
    await closed;
    await expect(fetch(`${edge.baseUrl}/health/live`)).rejects.toThrow();
  });
});

describe('pages', () => {
  it('are guarded by a strict policy, the documentation by its own', async () => {
    const policy = async (path: string): Promise<string> =>
      (await anonymous(baseUrl).get(path)).headers.get('content-security-policy') ?? '';
    expect(await policy('/health/live')).toContain("frame-ancestors 'none'");
    expect(await policy('/health/live')).not.toContain('unsafe');
    expect(await policy('/api/docs')).toContain("style-src 'self' 'unsafe-inline'");
    const openApi = (await (await anonymous(baseUrl).get('/api/openapi.json')).json()) as { paths: object };
    expect(Object.keys(openApi.paths)).toContain('/api/me');
    expect((await anonymous(baseUrl).get('/api/docs')).status).toBe(200);
  });
});
