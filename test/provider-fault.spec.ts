import { createServer as createHttp } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readConfiguration, type OpenIdClient } from '../src/configuration/configuration.js';
import { startEdge } from './support/edge-application.js';
import { certificates } from './support/certificates.js';
import { CookieJar } from './support/sign-in.js';
import { SingleSignOn } from './support/single-sign-on.js';

let sso: SingleSignOn;
let baseUrl = '';
let application: NestFastifyApplication | undefined;
let logged: string[] = [];

beforeAll(async () => {
  sso = await SingleSignOn.start(() => baseUrl);
  sso.people.set('somchai', { name: 'สมชาย', role: 'admin' });
});
afterEach(async () => {
  await application?.close();
  application = undefined;
});
afterAll(() => sso.stop());

const startWith = async (openId: Partial<OpenIdClient>): Promise<void> => {
  logged = [];
  const logDestination = { write: (line: string) => void logged.push(line) };
  const configuration = { ...readConfiguration({}), openId: { ...sso.client, ...openId } };
  ({ application, baseUrl } = await startEdge({ logDestination }, configuration));
};

/** What a person sees of a failure, and what the operator reads of it. */
const failureOf = async (response: Response) => {
  const page = await response.text();
  const id = response.headers.get('x-request-id')!;
  expect(page).toContain(id);
  const lines = logged.map((line) => JSON.parse(line) as Record<string, unknown>);
  const line = lines.find(({ correlationId, msg }) => correlationId === id && msg !== 'request');
  return { status: response.status, page, line };
};

/** A port that nothing listens on. */
const freePort = async (): Promise<number> => {
  const server = createHttp();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const html = { headers: { accept: 'text/html' } };
const callback = (next: URL): boolean => next.pathname === '/auth/callback';

describe('a sign-in that fails says why in the log, and nothing of it to the person', () => {
  it('a dead provider', async () => {
    const port = await freePort();
    await startWith({ issuer: `http://127.0.0.1:${port}` });
    const { status, page, line } = await failureOf(await fetch(`${baseUrl}/auth/login`, html));
    expect([status, line?.['fault'], line?.['level']]).toEqual([503, 'unreachable', 50]);
    expect(JSON.stringify(line)).toContain('ECONNREFUSED');
    expect(page).not.toContain(String(port));
    expect(page).toContain('ระบบยืนยันตัวตนไม่พร้อมใช้งาน');
  });

  it('a provider whose authority is not trusted', async () => {
    const { key, certificate } = certificates().server;
    const answer = { key, cert: certificate };
    const server: Server = createServer(answer, (_request, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await startWith({ issuer: `https://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const { status, line } = await failureOf(await fetch(`${baseUrl}/auth/login`, html));
    expect([status, line?.['fault']]).toEqual([503, 'untrusted-authority']);
    server.close();
  });

  it('another address than the provider’s', async () => {
    const server = createHttp((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ issuer: sso.client.issuer }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await startWith({ issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const { status, line } = await failureOf(await fetch(`${baseUrl}/auth/login`, html));
    expect([status, line?.['fault']]).toEqual([503, 'unexpected-answer']);
    server.close();
  });

  it('a wrong secret', async () => {
    await startWith({ clientSecret: 'not the one that the provider knows' });
    const jar = new CookieJar();
    const { url } = await jar.follow(`${baseUrl}/auth/login?login_hint=somchai`, callback);
    const { status, line } = await failureOf(await jar.fetch(url, html));
    expect([status, line?.['fault']]).toEqual([503, 'client-refused']);
    expect(JSON.stringify(line)).not.toContain('not the one that the provider knows');
  });

  it('clocks that differ', async () => {
    await startWith({});
    const jar = new CookieJar();
    const { url } = await jar.follow(`${baseUrl}/auth/login?login_hint=somchai`, callback);
    sso.behind = 600;
    const response = await jar.fetch(url, html).finally(() => {
      sso.behind = 0;
    });
    const { line } = await failureOf(response);
    expect([response.status, line?.['fault']]).toEqual([503, 'clock']);
  });

  it('a refusal of the provider', async () => {
    await startWith({});
    const jar = new CookieJar();
    const login = await jar.fetch(`${baseUrl}/auth/login?login_hint=somchai`);
    const state = new URL(login.headers.get('location')!).searchParams.get('state')!;
    const address = `${baseUrl}/auth/callback?error=access_denied&error_description=<b>&state=${state}&iss=${sso.client.issuer}`;
    const { status, page, line } = await failureOf(await jar.fetch(address, html));
    expect([status, line?.['refusal'], line?.['level']]).toEqual([401, 'access_denied', 40]);
    expect(page).toContain('access_denied');
    expect(page).not.toContain('<b>');
  });
});

describe('the page of a failure', () => {
  it('wears the product’s style where the front end was built', async () => {
    await startWith({ issuer: 'http://127.0.0.1:9' });
    const response = await fetch(`${baseUrl}/auth/login`, html);
    expect(response.headers.get('content-language')).toBe('th');
    const page = await response.text();
    expect(page).toContain('class="sign-in-card"');
    expect(page).toContain('href="/auth/login"');
    expect(page).not.toContain('<script');
  });
});
