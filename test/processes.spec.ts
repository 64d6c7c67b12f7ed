import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { DevelopmentIdentityProvider } from '../src/identity/development-identity-provider.js';
import { loadDirectory } from '../src/directory/load-directory.js';
import { describeEngine, ownDatabase } from './support/engine.js';
import { EventStoreDbInMemory } from './support/event-store-db.js';
import { startServer, type TestServer } from './support/server.js';
import { Client, CookieJar, signIn } from './support/sign-in.js';
import { TcpProxy } from './support/tcp-proxy.js';

const survey = '/api/surveys/2565/03120102';
const answers = { 'corruption-complaint': { hasEService: false, isNeeded: true } };

interface Readiness {
  readonly status: string;
  readonly checks: { readonly [name: string]: { readonly healthy: boolean; readonly detail?: unknown } };
}
const readiness = async ({ url }: TestServer) =>
  (await (await fetch(`${url}/health/ready`)).json()) as Readiness;
const dutiesOf = async (server: TestServer) => {
  const { detail } = (await readiness(server)).checks['projector']!;
  return Object.values((detail as { readonly duties: { readonly [collection: string]: string } }).duties);
};

describeEngine('Several processes on one log and one store', 'MONGODB_URL', (url) => {
  const mongoUrl = ownDatabase(url);
  let log: EventStoreDbInMemory;
  let issuer: DevelopmentIdentityProvider;
  const servers: TestServer[] = [];
  let apis: readonly [TestServer, TestServer];
  let projectors: readonly [TestServer, TestServer];
  /** One address for people; any process may answer. */
  let front: TcpProxy;
  let address: string;

  const startRole = async (role: 'api' | 'projector'): Promise<TestServer> => {
    const { client } = issuer;
    const signInThere = {
      OIDC_ISSUER: client.issuer,
      OIDC_CLIENT_ID: client.clientId,
      OIDC_CLIENT_SECRET: client.clientSecret,
      OIDC_AUDIENCE: client.audience,
    };
    const env = {
      ROLE: role,
      EVENTSTORE_URL: log.url,
      MONGODB_URL: mongoUrl,
      PUBLIC_URL: address,
      ...signInThere,
    };
    const server = await startServer({ env });
    servers.push(server);
    return server;
  };
  const stop = async (server: TestServer): Promise<void> => {
    servers.splice(servers.indexOf(server), 1);
    await server.stop();
  };

  beforeAll(async () => {
    log = await EventStoreDbInMemory.start();
    issuer = await DevelopmentIdentityProvider.start(loadDirectory('data'), 0);
    front = await TcpProxy.start(() => apis.map(({ url }) => Number(new URL(url).port)));
    address = `http://127.0.0.1:${front.port}`;
    apis = [await startRole('api'), await startRole('api')];
  }, 60_000);
  /** One working projector and one standing by, whatever the previous test has stopped. */
  beforeEach(async () => {
    const running = servers.filter((server) => !apis.includes(server));
    const working = running[0] ?? (await startRole('projector'));
    while ((await dutiesOf(working)).includes('standing by'));
    projectors = [working, running[1] ?? (await startRole('projector'))];
  }, 60_000);
  afterAll(async () => {
    for (const server of servers) await server.stop();
    await front?.stop();
    await issuer?.stop();
    log?.stop();
    const client = await MongoClient.connect(mongoUrl);
    await client.db().dropDatabase();
    await client.close();
  });

  /** A person whose requests all reach this process. */
  const personAt = async (server: TestServer, hint: string): Promise<Client> => {
    const jar = new CookieJar();
    await signIn(address, hint, jar);
    return new Client(server.url, (url, init) => {
      const headers = new Headers(init.headers);
      headers.set('cookie', jar.header(address));
      return fetch(url, { ...init, headers });
    });
  };

  const save = async (clerk: Client): Promise<{ readonly position: string }> => {
    const path = `${survey}/aspects/complaints-about-agency`;
    const response = await clerk.put(path, { answers }, { 'if-match': '*' });
    expect(response.status).toBe(200);
    return (await response.json()) as { readonly position: string };
  };

  /** The answer of one process to a browser of another one. Cookies belong to the address that both share. */
  const askOf = (server: TestServer, jar: CookieJar, path: string) =>
    fetch(`${server.url}${path}`, { headers: { cookie: jar.header(address) }, redirect: 'manual' });

  it('a session begun at one API process is known at the other', async () => {
    const jar = new CookieJar();
    await signIn(address, 'lao.03120102', jar);
    for (const api of apis) expect((await askOf(api, jar, '/api/me')).status).toBe(200);
  });

  it('a person who leaves for the sign-in from one API process may return to the other', async () => {
    for (const api of apis) {
      const jar = new CookieJar();
      const login = `${address}/auth/login?login_hint=admin&returnTo=/progress`;
      const { url: callback } = await jar.follow(login, ({ pathname }) => pathname === '/auth/callback');
      const back = await askOf(api, jar, `${callback.pathname}${callback.search}`);
      expect([back.status, back.headers.get('location')]).toEqual([302, '/progress']);
    }
  });

  it('an event appended by one API process is readable at the other as soon as it is projected, and its browsers get it', async () => {
    const [first, second] = apis;
    const clerk = await personAt(first, 'lao.03120102');
    const officer = await personAt(second, 'province.12');
    const lines = (await officer.get('/api/events')).body!.pipeThrough(new TextDecoderStream()).getReader();
    const { position } = await save(clerk);
    let heard = '';
    while (!heard.includes(`"position":"${position}"`)) heard += (await lines.read()).value ?? '';
    expect(heard).toContain('"type":"AspectSaved"');
    await lines.cancel();
    const list = await officer.get(`/api/surveys?lao=03120102&after=${position}`);
    expect(await list.json()).toMatchObject({ items: [{ started: true }] });
  });

  it('a projector answers probes and nothing else', async () => {
    const [projector] = projectors;
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      expect((await fetch(`${projector.url}${path}`)).status).toBe(200);
    }
    for (const path of [
      '/',
      '/api/me',
      '/api/surveys',
      '/api/events',
      '/api/directory/provinces',
      '/auth/login',
      '/api/docs',
    ]) {
      expect([path, (await fetch(`${projector.url}${path}`)).status]).toEqual([path, 404]);
    }
  });

  it('one projector works; when it is stopped, the other takes over at once', async () => {
    const [working, standing] = projectors;
    expect(new Set(await dutiesOf(working))).toEqual(new Set(['at work']));
    expect(new Set(await dutiesOf(standing))).toEqual(new Set(['standing by']));
    expect((await readiness(standing)).status).toBe('ready');
    await stop(working);
    const clerk = await personAt(apis[0], 'lao.03120102');
    const { position } = await save(clerk);
    expect((await clerk.get(`${survey}?after=${position}`)).status).toBe(200);
    expect(new Set(await dutiesOf(standing))).toEqual(new Set(['at work']));
  });

  it('an API process reports the lag of its read models, and goes on without a projector', async () => {
    const clerk = await personAt(apis[0], 'lao.03120102');
    for (const projector of projectors) await stop(projector);
    const { position } = await save(clerk);
    const ready = await readiness(apis[1]);
    expect(ready).toMatchObject({ status: 'ready', checks: { projections: { healthy: true } } });
    const [form] = ready.checks['projections']!.detail as { readonly head: string; readonly lag: string }[];
    expect(form!.head).toBe(position);
    expect(Number(form!.lag)).toBeGreaterThan(0);
    expect((await clerk.get(`${survey}?after=${position}`)).status).toBe(503);
  }, 20_000);
});

describe('one process', () => {
  it('is ready when its read models are at the end of the log', async () => {
    const server = await startServer();
    const { status, checks } = await readiness(server);
    expect([status, checks['projections']!.healthy]).toEqual(['ready', true]);
    await server.stop();
  });
});
