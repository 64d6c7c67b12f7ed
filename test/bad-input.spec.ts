import { mkdtempSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { History } from '../src/history/history-view.js';
import { EventStore } from '../src/event-store/event-store.js';
import { start } from '../src/application/start.js';
import { expectOk, readForm, surveyPath } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { CookieJar, signIn, type Client } from './support/sign-in.js';

const code = '03120102';
const aspect = `${surveyPath(code)}/aspects/economy`;
const rows = `${surveyPath(code)}/aspects/other-services/rows`;
const rowId = 'land-and-building-tax-payment';
const groupId = 'other-services-list';
const match = { 'if-match': '"1"' };

let server: TestServer;
let client: Client;
let admin: Client;
const jar = new CookieJar();

beforeAll(async () => {
  server = await startServer();
  client = await signIn(server.url, `lao.${code}`, jar);
  admin = await signIn(server.url, 'admin');
  const answers = { [rowId]: { hasEService: true } };
  await expectOk(await client.put(aspect, { answers }, { 'if-match': '"-1"' }));
});
afterAll(() => server.stop());

const everything = async () => ({
  form: await readForm(client, code),
  history: await expectOk<History>(await client.get(`/api/audit/surveys/2565/${code}/history?pageSize=500`)),
  head: await server.application.get(EventStore).head(),
});

/** Refused in both languages, and nothing has changed. */
const expectRefused = async (
  send: (language: Readonly<Record<string, string>>) => Promise<Response>,
  status: number,
  problemCode: string,
): Promise<void> => {
  const before = await everything();
  const titles: string[] = [];
  for (const language of [{}, { 'accept-language': 'en' }]) {
    const response = await send(language);
    const body = (await response.json()) as Readonly<Record<string, string>>;
    expect([response.status, body['code']]).toEqual([status, problemCode]);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(body['type']).toBe(`/problems/${problemCode}`);
    titles.push(body['title']!);
  }
  expect(titles[0]).toMatch(/[ก-๙]/);
  expect(titles[1]).not.toMatch(/[ก-๙]/);
  expect(await everything()).toEqual(before);
};

const raw = (method: string, path: string, body: string, headers: Readonly<Record<string, string>>) =>
  jar.fetch(new URL(path, server.url), { method, body, headers });

const save = (answer: unknown) => (language: object) =>
  client.put(aspect, { answers: { [rowId]: answer } }, { ...match, ...language });
const addRow = (title: unknown) => (language: object) =>
  client.post(rows, { groupId, title }, { ...language });

describe('an answer', () => {
  it.each<[string, unknown]>([
    ['of another type', 'มี'],
    ['with a step that is not offered', { hasEService: true, steps: ['fly'] }],
    ['with a channel that is not offered', { hasEService: true, channels: ['fax'] }],
    ['with choices where none are offered', { hasEService: true, choices: ['other'] }],
    ['with an unknown field', { hasEService: true, extra: 1 }],
    ['with a negative count', { hasEService: true, yearlyUsers: -1 }],
    ['with a fraction', { hasEService: true, yearlyUsers: 1.5 }],
    ['with a huge count', { hasEService: true, yearlyUsers: 1e300 }],
    ['with a count in words', { hasEService: true, yearlyUsers: 'ร้อย' }],
    ['with an emoji', { hasEService: true, channels: ['other'], otherChannel: '😀' }],
    ['with a NUL', { hasEService: true, channels: ['other'], otherChannel: 'ก\0' }],
    ['with half a character', { hasEService: true, channels: ['other'], otherChannel: '\ud800' }],
    ['with too long a text', { hasEService: true, channels: ['other'], otherChannel: 'ก'.repeat(10_000) }],
  ])('%s', (_, answer) => expectRefused(save(answer), 422, 'invalid-answers'));

  it.each<[unknown, string]>([
    [{ [rowId]: { hasEService: { constructor: 1 } } }, 'invalid-request'],
    [{ [rowId]: { steps: [{ constructor: {} }] } }, 'invalid-request'],
    [{ [rowId]: { constructor: 1 } }, 'invalid-request'],
    [{ constructor: { hasEService: true } }, 'invalid-request'],
    [{ constructor: 1 }, 'invalid-request'],
  ])('with a name that every object inherits: %j', (answers, problemCode) =>
    expectRefused((language) => client.put(aspect, { answers }, { ...match, ...language }), 422, problemCode),
  );

  it.each(['no-such-row', 'toString', 'hasOwnProperty', 'constructor', '\ud800', '\0', ''])(
    'of row %j',
    (row) =>
      expectRefused(
        (language) => client.put(aspect, { answers: { [row]: null } }, { ...match, ...language }),
        422,
        'unknown-rows',
      ),
  );
});

describe('a title', () => {
  it.each<[string, unknown]>([
    ['of 10,000 characters', 'ก'.repeat(10_000)],
    ['of spaces', '  \u00a0\u200b'],
    ['with an emoji', 'จองคิว 😀'],
    ['with a NUL', 'จอง\0คิว'],
    ['with half a character', 'จอง\udc00'],
    ['of two lines', 'จอง\nคิว'],
    ['that runs from right to left', 'จอง\u202eคิว'],
    ['with a tower of marks', `จ${'\u0e48'.repeat(9)}อง`],
  ])('%s', (_, title) => expectRefused(addRow(title), 422, 'invalid-title'));

  it.each([[null], [12], [['ก']], [undefined]])('%j', (title) =>
    expectRefused(addRow(title), 422, 'invalid-request'),
  );
});

describe('an address', () => {
  const put = (path: string) => (language: object) =>
    client.put(path, { answers: {} }, { ...match, ...language });
  it.each([
    ['unknown year', () => put(`/api/surveys/2599/${code}/aspects/economy`), 404, 'unknown-campaign'],
    ['year of letters', () => put(`/api/surveys/abcd/${code}/aspects/economy`), 404, 'unknown-campaign'],
    ['unknown LAO', () => put('/api/surveys/2565/99999999/aspects/economy'), 403, 'out-of-scope'],
    ['unknown aspect', () => put(`${surveyPath(code)}/aspects/sports`), 404, 'unknown-aspect'],
    ['aspect of the prototype', () => put(`${surveyPath(code)}/aspects/constructor`), 404, 'unknown-aspect'],
    [
      'unknown group',
      () => (language: object) => client.post(rows, { groupId: 'x', title: 'ก' }, { ...language }),
      422,
      'unknown-group',
    ],
    [
      'unknown row',
      () => (language: object) => client.delete(`${rows}/no-such-row`, { ...language }),
      404,
      'unknown-row',
    ],
    [
      'unknown LAO, to the department',
      () => (language: object) => admin.get(surveyPath('06129999'), { ...language }),
      404,
      'unknown-lao',
    ],
    [
      'history of an unknown year',
      () => (language: object) => admin.get(`/api/audit/surveys/2599/${code}/history`, { ...language }),
      404,
      'unknown-campaign',
    ],
    [
      'broken percent sign',
      () => (language: object) => admin.get('/api/surveys/2565/%E0%A4', { ...language }),
      404,
      'not-found',
    ],
  ] as const)('%s', (_, send, status, problemCode) => expectRefused(send(), status, problemCode));
});

describe('a request', () => {
  const json = { 'content-type': 'application/json' };
  it.each(['{"answers":', 'nonsense', '', '{"answers":{"__proto__":null}}'])('with the body %j', (body) =>
    expectRefused(
      (language) => raw('PUT', aspect, body, { ...json, ...match, ...language }),
      400,
      'malformed-json',
    ),
  );
  it.each([
    '[]',
    '[{"answers":{}}]',
    'null',
    '"text"',
    '1',
    '{}',
    '{"answers":[]}',
    '{"answers":{},"more":1}',
  ])('with the body %s', (body) =>
    expectRefused(
      (language) => raw('PUT', aspect, body, { ...json, ...match, ...language }),
      422,
      'invalid-request',
    ),
  );
  it('of another content type', () =>
    expectRefused(
      (language) => raw('PUT', aspect, 'answers=1', { 'content-type': 'text/plain', ...match, ...language }),
      415,
      'unsupported-media-type',
    ));
  it('of 2 MB', () =>
    expectRefused(
      (language) =>
        raw('PUT', aspect, JSON.stringify({ answers: { x: 'a'.repeat(2e6) } }), {
          ...json,
          ...match,
          ...language,
        }),
      413,
      'body-too-large',
    ));
  it.each([
    [undefined, 428, 'precondition-required'],
    ['"x"', 400, 'invalid-if-match'],
    ['"-2"', 400, 'invalid-if-match'],
    ['"0"', 412, 'revision-conflict'],
    ['"999999"', 412, 'revision-conflict'],
  ])('with If-Match %s', (value, status, problemCode) =>
    expectRefused(
      (language) => client.put(aspect, { answers: {} }, { ...(value && { 'if-match': value }), ...language }),
      status,
      problemCode,
    ),
  );
  it('with a broken Idempotency-Key', () =>
    expectRefused(
      (language) => client.put(aspect, { answers: {} }, { ...match, 'idempotency-key': 'a b', ...language }),
      400,
      'invalid-idempotency-key',
    ));
  it.each([
    'page=0',
    'page=x',
    'pageSize=501',
    'status=x',
    'fiscalYear=x',
    'unknown=1',
    'q=a&q=b',
    'after=x',
  ])('for a list with %s', (query) =>
    expectRefused((language) => client.get(`/api/surveys?${query}`, language), 422, 'invalid-request'),
  );
  it.each(['2026-W45', '2026-200', '2026-02-30T00:00:00Z', 'soon', ''])('with the time %j', async (time) => {
    await expectRefused(
      (language) => admin.post('/api/campaigns/2565/extension', { closesAt: time }, language),
      422,
      'invalid-request',
    );
    await expectRefused(
      (language) => admin.get(`/api/audit/surveys/2565/${code}/at?time=${time}`, language),
      422,
      'invalid-request',
    );
  });
});

it.each(['2570-01-01', '2570-01-01T00:00:00+07:00'])(
  'takes %s for a mistyped Buddhist year, and says which year to write',
  async (closesAt) => {
    const response = await admin.post('/api/campaigns/2565/extension', { closesAt });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      code: 'invalid-request',
      violations: [{ path: 'closesAt', message: expect.stringContaining('for พ.ศ. 2570 write 2027') }],
    });
  },
);

it('takes Thai digits and separators for numbers', async () => {
  const { revision } = await readForm(client, code);
  const answers = { [rowId]: { hasEService: true, yearlyUsers: '๑๒,๓๔๕' } };
  await expectOk(await client.put(aspect, { answers }, { 'if-match': revision }));
  const form = await readForm(client, code);
  expect(form.aspects[1]!.rows[0]!.answer).toEqual({ hasEService: true, yearlyUsers: 12345 });
});

describe('at start', () => {
  const begin = (environment: NodeJS.ProcessEnv) =>
    start({ PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: mkdtempSync(join(tmpdir(), 'bad-')), ...environment });

  it('a fault in the directory is reported with its file and line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bad-directory-'));
    cpSync('data', folder, { recursive: true });
    const file = join(folder, 'laos.csv');
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [...lines.slice(0, 3), 'nonsense', ...lines.slice(3)].join('\n'));
    await expect(begin({ DIRECTORY_DIR: folder })).rejects.toThrow(/laos\.csv:4: /);
    await expect(begin({ DIRECTORY_DIR: join(folder, 'none') })).rejects.toThrow(/none/);
  });

  it('a fault in a questionnaire is reported too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bad-questionnaire-'));
    writeFileSync(join(folder, 'questionnaire-2565.json'), '{\n  "id": 1,\n');
    await expect(begin({ QUESTIONNAIRE_DIR: folder })).rejects.toThrow(/questionnaire-2565\.json(:\d+)?: /);
  });

  it('a data folder in use by another process is reported, and that process goes on', async () => {
    await expect(begin({ DATA_DIR: server.dataDir })).rejects.toMatchObject({ reason: 'locked' });
    await readForm(client, code);
  });
});
