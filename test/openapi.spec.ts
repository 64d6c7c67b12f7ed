import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import * as formats from 'ajv-formats';
import type { JsonObject, JsonValue } from '../src/basics/json.js';
import { completeAnswers, readForm } from './support/fill.js';
import { routes } from './support/routes.js';
import { loadQuestionnaires } from '../src/questionnaire/load-questionnaires.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: JsonObject }>> }>
  >;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonObject>> };
}

const code = '03120102';
let server: TestServer;
let document: Document;

beforeAll(async () => {
  server = await startServer();
  document = (await (await fetch(new URL('/api/openapi.json', server.url))).json()) as Document;
});
afterAll(() => server.stop());

/** An OpenAPI 3.0 schema as a JSON Schema that allows only declared properties. */
const strict = (schema: JsonValue, name = ''): JsonValue => {
  if (Array.isArray(schema)) return schema.map((each) => strict(each));
  if (schema === null || typeof schema !== 'object') return schema;
  const { nullable, example: _, ...rest } = schema as { [key: string]: JsonValue };
  const converted = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, strict(value)]));
  // A problem has members beside the standard ones (RFC 9457).
  const closed =
    rest['properties'] && rest['additionalProperties'] === undefined && name !== 'ProblemDocument'
      ? { ...converted, additionalProperties: false }
      : converted;
  return nullable ? { anyOf: [closed, { type: 'null' }] } : closed;
};

const problemsWith = (operation: Operation, status: number, contentType: string, body: unknown): unknown => {
  const { responses } = operation;
  const described = responses[status] ?? responses[`${String(status)[0]}XX`];
  if (!described) return `status ${status} is not documented`;
  const kind = contentType.split(';')[0]!;
  const schema = described.content?.[kind]?.schema;
  if (!schema) return `${kind} is not documented for ${status}`;
  const ajv = new Ajv({ strict: false, allErrors: true });
  (formats.default as unknown as (ajv: Ajv) => void)(ajv);
  const schemas = Object.entries(document.components.schemas);
  const components = {
    schemas: Object.fromEntries(schemas.map(([name, each]) => [name, strict(each, name)])),
  };
  const root = { ...(strict(schema) as JsonObject), components };
  const validate = ajv.compile(root);
  return validate(body) ? undefined : validate.errors;
};

const operations = (): string[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );

it('documents every route of the API, and no other', () => {
  const fastify = server.application.getHttpAdapter().getInstance();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const method of Object.keys(methods)) {
      const url = path.replace(/\{(\w+)\}/g, ':$1');
      expect([method, url, fastify.hasRoute({ method: method.toUpperCase(), url })]).toEqual([
        method,
        url,
        true,
      ]);
    }
  }
  const registered = routes(server.application).filter(
    ({ handler }) => !handler.startsWith('WebController.'),
  );
  expect(operations()).toHaveLength(registered.length);
});

it('describes the answer of every route', async () => {
  const people = {
    lao: await signIn(server.url, `lao.${code}`),
    province: await signIn(server.url, 'province.12'),
    admin: await signIn(server.url, 'admin'),
    auditor: await signIn(server.url, 'auditor'),
  };
  const called = new Set<string>();
  const found: unknown[] = [];
  const call = async (
    who: Client,
    method: string,
    template: string,
    options: {
      query?: string;
      body?: object;
      headers?: Record<string, string>;
      parameters?: Record<string, string>;
    } = {},
  ) => {
    const values: Record<string, string> = {
      year: '2565',
      version: '2565.1',
      lao: code,
      province: '12',
      ...options.parameters,
    };
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!) + (options.query ?? '');
    const headers = options.headers ?? {};
    const response =
      method === 'get'
        ? await who.get(path, headers)
        : method === 'put'
          ? await who.put(path, options.body, headers)
          : method === 'delete'
            ? await who.delete(path, headers)
            : await who.post(path, options.body, headers);
    const operation = document.paths[template]?.[method];
    called.add(`${method} ${template}`);
    const contentType = response.headers.get('content-type') ?? '';
    const body: unknown = /[/+]json\b/.test(contentType) ? await response.json() : await response.text();
    const wrong = operation
      ? problemsWith(operation, response.status, contentType, body)
      : 'no such operation';
    if (wrong) found.push({ call: `${method} ${path}`, status: response.status, wrong });
    return body as Record<string, string>;
  };
  const { lao, province, admin, auditor } = people;
  const survey = '/api/surveys/{year}/{lao}';
  const aspects = `${survey}/aspects/{aspect}`;
  const match = { 'if-match': '*' };

  for (const who of [lao, province, admin]) await call(who, 'get', '/api/me');
  for (const path of ['provinces', 'districts', 'laos']) await call(lao, 'get', `/api/directory/${path}`);
  await call(admin, 'get', '/api/campaigns');
  await call(admin, 'post', '/api/campaigns', { body: {} });
  await call(admin, 'post', '/api/campaigns', {
    body: { fiscalYear: 2566, questionnaireVersion: '2565.1', closesAt: '2099-01-01T00:00:00Z' },
  });
  await call(admin, 'post', '/api/campaigns/{year}/provinces', { body: { all: true } });
  await call(admin, 'get', '/api/campaigns/{year}/roster-changes');
  await call(admin, 'post', '/api/campaigns/{year}/roster-changes', { body: { province: '12', all: true } });
  await call(lao, 'get', `${survey}/form.xlsx`);
  await call(lao, 'post', `${survey}/form.xlsx/differences`, { body: {} });
  await call(lao, 'get', `${survey}/last-year`, { parameters: { year: '2566' } });
  await call(admin, 'post', '/api/campaigns/{year}/extension', {
    body: { closesAt: '2099-01-01T00:00:00Z' },
  });
  await call(lao, 'get', '/api/questionnaires/{version}');
  await call(admin, 'get', '/api/questionnaires');
  await call(admin, 'post', '/api/questionnaires', { body: {} });
  await call(admin, 'post', '/api/questionnaires', {
    body: { ...loadQuestionnaires('data')[0]!, version: '2566.1' },
  });
  await call(province, 'get', '/api/surveys');
  await call(province, 'get', survey);
  await call(lao, 'post', `${survey}/certification`);
  for (const { id, rows } of (await readForm(lao, code)).aspects) {
    await call(lao, 'put', aspects, {
      parameters: { aspect: id },
      body: { answers: completeAnswers(rows) },
      headers: match,
    });
  }
  const parameters = { aspect: 'other-services' };
  await call(lao, 'put', aspects, { parameters, body: { answers: {} } });
  await call(lao, 'put', aspects, { parameters, body: { answers: {} }, headers: { 'if-match': '"0"' } });
  const body = { groupId: 'other-services-list', title: 'จองคิว' };
  const { rowId } = await call(lao, 'post', `${aspects}/rows`, { parameters, body });
  await call(lao, 'get', survey);
  await call(lao, 'put', `${aspects}/rows/{row}`, {
    parameters: { ...parameters, row: rowId! },
    body: { title: 'จองคิวออนไลน์' },
  });
  await call(lao, 'delete', `${aspects}/rows/{row}`, { parameters: { ...parameters, row: rowId! } });
  await call(lao, 'post', `${survey}/certification`);
  await call(lao, 'get', `${survey}/receipt`);
  await call(lao, 'get', `${survey}/certified`);
  const { fingerprint, certifiedRevision } = await readForm(lao, code);
  await call(province, 'get', `${survey}/outliers`);
  await call(province, 'post', `${survey}/review`, { body: { certifiedRevision } });
  await call(lao, 'get', '/verify/{fingerprint}', { parameters: { fingerprint: fingerprint! } });
  await call(province, 'get', '/api/provinces/{province}/certifications/{year}/receipt');
  await call(province, 'get', '/api/provinces/{province}/certifications/{year}/certified');
  await call(province, 'get', '/api/surveys', { query: '?status=certified' });
  await call(province, 'get', '/api/provinces/{province}/status/{year}');
  await call(province, 'post', '/api/provinces/{province}/certifications/{year}');
  await call(province, 'post', `${survey}/return`, { body: { reason: 'แก้ไข' } });
  await call(admin, 'post', '/api/provinces/{province}/certifications/{year}/revocation', {
    body: { reason: 'ก' },
  });
  await call(lao, 'get', survey);
  await call(lao, 'get', '/api/audit/surveys/{year}/{lao}/history');
  await call(lao, 'get', '/api/audit/surveys/{year}/{lao}/at', { query: '?revision=3' });
  await call(auditor, 'get', '/api/audit/checkpoints/latest');
  const { position } = await call(auditor, 'post', '/api/audit/checkpoints');
  for (const path of ['', '/latest', '/key']) await call(auditor, 'get', `/api/audit/checkpoints${path}`);
  await call(auditor, 'get', '/api/audit/proofs/inclusion', { query: `?position=${position}` });
  await call(auditor, 'get', '/api/audit/proofs/consistency', { query: '?from=1&to=2' });
  for (const path of ['surveys/{year}/{lao}', 'provinces/{province}/{year}', 'campaigns/{year}']) {
    await call(province, 'get', `/api/audit/${path}/verification`);
  }
  for (const format of ['csv', 'xlsx', 'jsonl', 'parquet'])
    await call(lao, 'get', `/api/exports/{year}.${format}`);
  await call(province, 'get', '/api/results/{year}', { query: '?against=2565' });
  for (const query of ['?by=region', '?by=lao&against=2565'])
    await call(province, 'get', '/api/results/{year}/groups', { query });
  for (const query of ['', '?row=school-enrolment&answer=unanswered'])
    await call(province, 'get', '/api/results/{year}/laos', { query });
  await call(lao, 'get', '/api/results/{year}/laos/{lao}');
  const odata = '/odata/{year}';
  for (const path of ['', '/$metadata', '/{set}', '/{set}/$count']) {
    await call(lao, 'get', odata + path, { parameters: { set: 'Answers' } });
  }
  await call(lao, 'get', `${odata}/{set}`, { parameters: { set: 'Laos' }, query: '?$orderby=lao' });
  const { id: token } = await call(lao, 'post', '/api/tokens', { body: { name: 'Excel' } });
  await call(lao, 'get', '/api/tokens');
  for (let twice = 0; twice < 2; twice += 1) {
    await call(lao, 'delete', '/api/tokens/{token}', { parameters: { token: token! } });
  }
  await call(province, 'get', '/api/audit/surveys/{year}/{lao}/package');
  await call(province, 'get', '/api/audit/provinces/{province}/{year}/package');
  await call(admin, 'get', '/api/audit/campaigns/{year}/package');
  await call(admin, 'post', '/api/audit/comparison', { body: {} });
  await call(admin, 'get', '/api/audit/comparison');
  for (const query of ['?from=revision:-1', '?from=x']) {
    await call(lao, 'get', '/api/audit/surveys/{year}/{lao}/diff', { query });
  }
  await call(province, 'get', '/api/audit/provinces/{province}/{year}/diff', { query: '?since=returned' });
  for (const query of ['', '?at=2']) await call(province, 'get', '/api/progress/{year}', { query });
  await call(province, 'get', '/api/progress/{year}/milestones');
  await call(lao, 'get', '/api/audit/surveys/{year}/{lao}/moments');
  await call(province, 'get', survey, { query: '?at=3' });
  await call(admin, 'get', '/api/audit/readings');
  await call(admin, 'get', '/api/audit/provinces/{province}/{year}/history', { query: '?pageSize=100' });
  await call(admin, 'get', '/api/audit/campaigns/{year}/history', { query: '?pageSize=100&q=lao' });
  for (const scope of ['provinces/{province}/{year}', 'campaigns/{year}']) {
    for (const kind of ['', '.csv'])
      await call(admin, 'get', `/api/audit/${scope}/certification-times${kind}`);
  }
  const person = { parameters: { sub: `lao.${code}` } };
  await call(admin, 'get', '/api/people', { query: '?q=lao' });
  await call(admin, 'put', '/api/people/{sub}/name', { ...person, body: { name: 'ก', reason: 'ผิด' } });
  await call(admin, 'post', '/api/people/{sub}/erasure', { ...person, body: { reason: 'ขอลบ' } });
  await call(admin, 'get', '/api/people/{sub}', person);
  await call(admin, 'post', '/api/campaigns/{year}/closure', { body: {} });
  const publications = '/api/campaigns/{year}/publications';
  await call(admin, 'post', `${publications}/withdrawal`, { body: { note: 'ก' } });
  await call(admin, 'post', publications, { body: { note: 'ก' } });
  await call(admin, 'get', publications);
  const catalogue = await call(lao, 'get', '/open/{year}');
  const published = { position: /\/(\d+)\/open-data\.json$/.exec(catalogue['proof']!)![1]! };
  await call(lao, 'get', '/open/{year}/catalog.jsonld');
  await call(lao, 'get', '/open/{year}/{position}/open-data.json', { parameters: published });
  for (const file of ['answers.csv', 'aggregates.jsonl', 'nothing']) {
    await call(lao, 'get', '/open/{year}/{position}/{file}', { parameters: { ...published, file } });
  }
  await call(lao, 'get', '/open/check.mjs');
  for (const path of ['/health/live', '/health/ready', '/metrics']) await call(lao, 'get', path);
  await call(lao, 'post', '/auth/logout');

  expect(found).toEqual([]);
  // A sign-in consists of redirects, live updates never end, and the provider sends logout tokens. Each has its own tests.
  const elsewhere = [
    'get /auth/login',
    'get /auth/callback',
    'get /api/events',
    'post /auth/backchannel-logout',
  ];
  expect([...called, ...elsewhere].sort()).toEqual(operations().sort());
}, 30_000);
