import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../src/events/recorded-event.js';
import { EventStore } from '../src/event-store/event-store.js';
import { auditReadKinds } from '../src/events/audit-read-events.js';
import { expectOk, fillAndCertify } from './support/fill.js';
import { routes } from './support/routes.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';

const here = '03120102';
const survey = `surveys/2565/${here}`;
/** They show no person's answers or acts: they attest the log as a whole and are made to be passed on. */
const aboutTheLogAlone = [
  'GET /api/audit/checkpoints',
  'GET /api/audit/checkpoints/latest',
  'GET /api/audit/checkpoints/key',
];

let server: TestServer;
let store: EventStore;
let lao: Client;
let officer: Client;
let auditor: Client;

beforeAll(async () => {
  server = await startServer();
  store = server.application.get(EventStore);
  lao = await signIn(server.url, `lao.${here}`);
  [officer, auditor] = await Promise.all([signIn(server.url, 'province.12'), signIn(server.url, 'auditor')]);
  await fillAndCertify(lao, here);
  await expectOk(await auditor.post('/api/audit/checkpoints'));
});
afterAll(() => server.stop());

const logged = async (): Promise<readonly RecordedEvent[]> => {
  const found: RecordedEvent[] = [];
  for await (const page of store.readAll()) found.push(...page);
  return found.filter(({ stream }) => stream.startsWith('reading-'));
};
/** The kinds of accesses that the call recorded. */
const kindsOf = async (look: () => Promise<Response>): Promise<readonly unknown[]> => {
  const before = (await logged()).length;
  const response = await look();
  expect([response.url, response.status]).toEqual([response.url, 200]);
  await response.arrayBuffer();
  return (await logged()).slice(before).map(({ data }) => data['kind']);
};

describe('the routes', () => {
  it('of audit data all record the access, except those about the log alone', () => {
    const unmarked = routes(server.application).filter(
      ({ name, auditRead }) => name.startsWith('GET /api/audit/') && auditRead?.onlyOfThePast !== false,
    );
    expect(unmarked.map(({ name }) => name).sort()).toEqual([...aboutTheLogAlone].sort());
  });

  it('that show the past all record the access', async () => {
    const { paths } = (await (await fetch(new URL('/api/openapi.json', server.url))).json()) as {
      readonly paths: Readonly<
        Record<string, { readonly get?: { readonly parameters: readonly { readonly name: string }[] } }>
      >;
    };
    const ofThePast = Object.entries(paths)
      .filter(([, { get }]) => get?.parameters.some(({ name }) => name === 'at'))
      .map(([path]) => `GET ${path}`);
    expect(ofThePast.length).toBeGreaterThan(0);
    const marked = routes(server.application).filter(({ auditRead }) => auditRead !== undefined);
    expect(marked.map(({ name }) => name)).toEqual(expect.arrayContaining(ofThePast));
  });

  it('leave no kind of access without a route', () => {
    const kinds = routes(server.application).flatMap(({ auditRead }) => auditRead?.kind ?? []);
    expect([...new Set(kinds)].sort()).toEqual([...auditReadKinds].sort());
  });
});

describe('an access is recorded', () => {
  it.each([
    [`/api/audit/${survey}/moments`, 'survey-history'],
    [`/api/audit/${survey}/diff?from=revision:-1`, 'survey-difference'],
    ['/api/audit/provinces/12/2565/diff?since=certified', 'province-difference'],
    [`/api/audit/${survey}/verification`, 'verification'],
    ['/api/audit/proofs/inclusion?position=1', 'proof'],
    ['/api/audit/comparison', 'comparison'],
    ['/api/progress/2565/milestones', 'certification-times'],
    [`/api/${survey}/receipt`, 'receipt'],
    [`/api/${survey}/certified`, 'certified-data'],
  ])('at %s', async (path, kind) => {
    expect(await kindsOf(() => auditor.get(path))).toEqual([kind]);
  });

  it.each([
    [`/api/audit/${survey}/package`, here],
    ['/api/audit/provinces/12/2565/package', null],
  ])('before a package is sent: %s', async (path, laoCode) => {
    const response = await officer.get(path);
    expect((await logged()).at(-1)?.data).toMatchObject({
      kind: 'evidence-package',
      provinceCode: '12',
      laoCode,
    });
    const zip = Buffer.from(await response.arrayBuffer());
    expect([response.headers.get('content-type'), zip.subarray(0, 2).toString()]).toEqual([
      'application/zip',
      'PK',
    ]);
  });

  it('of the receipt of another’s certification, not of the LAO’s own', async () => {
    expect(await kindsOf(() => officer.get(`/api/${survey}/receipt`))).toEqual(['receipt']);
    for (const path of ['receipt', 'certified']) {
      expect(await kindsOf(() => lao.get(`/api/${survey}/${path}`))).toEqual([]);
    }
  });

  it.each([
    ['/api/surveys', 'surveys-at'],
    [`/api/${survey}`, 'survey-at'],
    ['/api/provinces/12/status/2565', 'province-at'],
    ['/api/progress/2565', 'progress-at'],
  ])('at %s only when it shows the past', async (path, kind) => {
    expect(await kindsOf(() => officer.get(path))).toEqual([]);
    expect(await kindsOf(() => officer.get(`${path}?at=3`))).toEqual([kind]);
    const [{ data } = { data: {} }] = (await logged()).slice(-1);
    expect(data).toMatchObject({ provinceCode: '12', filter: { at: '3' } });
    expect((await officer.get(`${path}?at=tomorrow`)).status).toBe(422);
    expect((await logged()).at(-1)?.data).toEqual(data);
  });
});
