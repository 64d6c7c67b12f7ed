import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventStore } from '../src/event-store/event-store.js';
import { offices } from './matrix/two-provinces.js';
import { startTwoProvinces } from './matrix/start-two-provinces.js';
import { expectOk, fillAndCertify } from './support/fill.js';
import { propertyRuns } from './support/property-runs.js';
import type { TestServer } from './support/server.js';
import { anonymous, bearer, signIn, type Client } from './support/sign-in.js';

type Entity = Readonly<Record<string, string | number | boolean | null>>;
interface Feed {
  readonly '@odata.context'?: string;
  readonly '@odata.count'?: number;
  readonly '@odata.nextLink'?: string;
  readonly value: readonly Entity[];
}

let server: TestServer;
let folder: string;
let admin: Client;
let officer: Client;
/** Before the last LAO certified. */
let early: string;

beforeAll(async () => {
  ({ server, folder } = await startTwoProvinces());
  admin = await signIn(server.url, 'admin');
  officer = await signIn(server.url, 'province.12');
  early = String(await server.application.get(EventStore).head());
  await fillAndCertify(await signIn(server.url, `lao.${offices.near}`), offices.near);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const encoded = (query: Readonly<Record<string, string | number>>): string =>
  Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
const page = async (
  who: Client,
  set: string,
  query: Readonly<Record<string, string | number>> = {},
): Promise<Feed> => expectOk(await who.get(`/odata/2565/${set}?${encoded(query)}`));
/** Follows the links to the end. */
const all = async (who: Client, set: string, query: Readonly<Record<string, string | number>> = {}) => {
  const found: Entity[] = [];
  let pages = 0;
  let next: string | undefined = `${server.url}/odata/2565/${set}?${encoded(query)}`;
  while (next !== undefined) {
    const url = new URL(next);
    const feed: Feed = await expectOk(await who.get(url.pathname + url.search));
    found.push(...feed.value);
    next = feed['@odata.nextLink'];
    pages += 1;
  }
  return { found, pages };
};
const refused = async (who: Client, path: string): Promise<readonly [number, string]> => {
  const response = await who.get(path);
  expect(response.headers.get('odata-version')).toBe('4.0');
  expect(response.headers.get('content-type')).toContain('application/json;odata.metadata=minimal');
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  expect(error.message).not.toBe('');
  return [response.status, error.code];
};
const keyOf = ({ laoCode, rowId }: Entity): string => `${laoCode} ${rowId}`;

describe('the service', () => {
  it('describes itself: a service document and CSDL with every field of the answers', async () => {
    const response = await officer.get('/odata/2565/');
    expect(response.headers.get('odata-version')).toBe('4.0');
    const document = await expectOk<{ value: { name: string; url: string }[] }>(response);
    expect(document.value.map(({ name, url }) => [name, url])).toEqual(
      ['Answers', 'Laos'].map((name) => [name, `${server.url}/odata/2565/${name}`]),
    );
    const metadata = await officer.get('/odata/2565/$metadata');
    expect(metadata.headers.get('content-type')).toBe('application/xml;charset=utf-8');
    const text = await metadata.text();
    const answer = /<EntityType Name="Answer">[\s\S]*?<\/EntityType>/.exec(text)![0];
    const names = [...answer.matchAll(/<Property Name="(\w+)"/g)].map(([, name]) => name);
    const [entity] = (await page(officer, 'Answers', { $top: 1 })).value;
    expect(names).toEqual(Object.keys(entity!));
    expect(text).toContain('<Property Name="yearlyUsers" Type="Edm.Int32"/>');
    expect(text).toContain('<Property Name="rowId" Type="Edm.String" Nullable="false"/>');
  });

  it('shows what the export shows, to each what the person may see', async () => {
    const lines = (await (await admin.get('/api/exports/2565.jsonl')).text())
      .trimEnd()
      .split('\n')
      .slice(0, -1);
    const exported = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const { found } = await all(admin, 'Answers');
    const flat = exported.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([id, cell]) => [id, Array.isArray(cell) ? cell.join(',') : cell]),
      ),
    );
    expect(found).toEqual(flat);
    const codes = async (who: Client, set: string) => [
      ...new Set((await all(who, set)).found.map(({ laoCode }) => laoCode)),
    ];
    for (const set of ['Answers', 'Laos']) {
      expect(await codes(officer, set)).toEqual([offices.own, offices.near]);
      expect(await codes(await signIn(server.url, `lao.${offices.far}`), set)).toEqual([offices.far]);
    }
  });

  it('accepts a personal token as a password, and asks those without one for it', async () => {
    const { token } = await expectOk<{ token: string }>(await officer.post('/api/tokens', { name: 'Excel' }));
    const authorization = `Basic ${Buffer.from(`excel:${token}`).toString('base64')}`;
    const response = await anonymous(server.url).get('/odata/2565/Laos?$select=laoCode', { authorization });
    expect((await expectOk<Feed>(response)).value).toEqual([
      { laoCode: offices.own },
      { laoCode: offices.near },
    ]);
    expect((await page(bearer(server.url, token), 'Laos')).value).toHaveLength(2);
    const unknown = await anonymous(server.url).get('/odata/2565/Laos');
    expect(unknown.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    expect(await refused(anonymous(server.url), '/odata/2565/Laos')).toEqual([401, 'not-signed-in']);
  });

  it('records the look once, as it records an export', async () => {
    const auditor = await signIn(server.url, 'auditor');
    await all(auditor, 'Answers', { $top: 5 });
    await all(auditor, 'Laos');
    const { items } = await expectOk<{ items: { actor: { sub: string }; kind: string }[] }>(
      await admin.get('/api/audit/readings'),
    );
    expect(
      items.filter(({ actor, kind }) => actor.sub === 'auditor' && kind === 'answers-export'),
    ).toHaveLength(1);
  });
});

describe('a page', () => {
  it('has the chosen fields, and a context that says so', async () => {
    const feed = await page(officer, 'Answers', { $select: 'rowId, yearlyUsers', $top: 2 });
    expect(feed['@odata.context']).toBe(`${server.url}/odata/2565/$metadata#Answers(rowId,yearlyUsers)`);
    expect(feed.value.map((entity) => Object.keys(entity))).toEqual([
      ['rowId', 'yearlyUsers'],
      ['rowId', 'yearlyUsers'],
    ]);
    const bare = await officer.get('/odata/2565/Laos?$top=1', {
      accept: 'application/json;odata.metadata=none',
    });
    expect(bare.headers.get('content-type')).toContain('odata.metadata=none');
    expect(Object.keys(await expectOk<Feed>(bare))).toEqual(['value']);
  });

  it('is as of the position that the first page fixed', async () => {
    const before = await page(admin, 'Laos', { $filter: "status eq 'certified'", at: early });
    expect(before.value.map(({ laoCode }) => laoCode)).toEqual([offices.own, offices.far]);
    const linked = await page(admin, 'Laos', { $skiptoken: `${early}-${offices.own}--0` });
    expect(linked.value.map(({ laoCode, status }) => [laoCode, status])).toEqual([
      [offices.near, 'not-certified'],
      [offices.far, 'certified'],
    ]);
    const now = await page(admin, 'Laos', { $filter: "status eq 'certified'" });
    expect(now.value).toHaveLength(3);
  });

  it('counts all that match, whatever the page holds', async () => {
    const { found } = await all(admin, 'Answers', { $filter: 'hasEService' });
    const feed = await page(admin, 'Answers', { $filter: 'hasEService', $top: 3, $count: 'true' });
    expect([feed['@odata.count'], feed.value.length]).toEqual([found.length, 3]);
    const alone = await admin.get('/odata/2565/Answers/$count?$filter=hasEService');
    expect([alone.headers.get('content-type'), await alone.text()]).toEqual([
      'text/plain;charset=utf-8',
      String(found.length),
    ]);
    expect((await page(officer, 'Laos', { $count: 'true', $top: 0 }))['@odata.count']).toBe(2);
  });

  it('shows with $filter, $skip, $top and the links each row exactly once', async () => {
    const { found: rows } = await all(admin, 'Answers');
    const filters: Readonly<Record<string, (row: Entity) => boolean>> = {
      'hasEService eq true': (row) => row['hasEService'] === true,
      'yearlyUsers ge 105': (row) => Number(row['yearlyUsers'] ?? 0) >= 105,
      "provinceCode eq '13' or contains(steps,'pay')": (row) =>
        row['provinceCode'] === '13' || String(row['steps'] ?? '').includes('pay'),
      "region eq 'ภาคกลาง' and laoCode ne '03120102'": (row) => row['laoCode'] !== offices.own,
      "provinceCode eq '99'": () => false,
    };
    const top = fc.option(fc.integer({ min: 0, max: 250 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(filters)),
        fc.integer({ min: 0, max: 250 }),
        top,
        async ($filter, $skip, $top) => {
          const query = { $filter, $skip, ...($top !== undefined && { $top }) };
          const expected = rows
            .filter(filters[$filter]!)
            .slice($skip, $top === undefined ? undefined : $skip + $top);
          expect((await all(admin, 'Answers', query)).found.map(keyOf)).toEqual(expected.map(keyOf));
        },
      ),
      propertyRuns(12),
    );
  });

  it('goes on behind any LAO of a page', async () => {
    const { found: rows } = await all(admin, 'Answers');
    const codes = [...new Set(rows.map(({ laoCode }) => String(laoCode)))];
    for (const code of codes) {
      const { value } = await page(admin, 'Answers', { $skiptoken: `${early}-${code}-70-5` });
      const behind = rows.filter(({ laoCode }) => codes.indexOf(String(laoCode)) > codes.indexOf(code));
      expect(value.map(keyOf)).toEqual(behind.slice(5, 75).map(keyOf));
    }
  });
});

describe('what the service does not do', () => {
  it.each([
    ['/Answers?$orderby=rowId', 501, 'odata-not-supported'],
    ['/Answers?$expand=x', 501, 'odata-not-supported'],
    ["/Laos('03120102')", 501, 'odata-not-supported'],
    ["/Answers?$filter=tolower(lao)%20eq%20'x'", 501, 'odata-not-supported'],
    ['/Answers?$filter=lao%20eq%205', 400, 'invalid-odata-filter'],
    ['/Answers?filter=x', 400, 'invalid-odata-option'],
    ['/Answers?$top=-1', 400, 'invalid-odata-option'],
    ['/Answers?$top=1&$top=2', 400, 'invalid-odata-option'],
    ['/Answers?$count=yes', 400, 'invalid-odata-option'],
    ['/Answers?$select=lao,nothing', 400, 'invalid-odata-option'],
    ['/Answers?$skiptoken=x', 400, 'invalid-odata-option'],
    ['/Answers?$skiptoken=999999999-03120102--0', 404, 'unknown-position'],
    ['/Answers?$format=atom', 501, 'odata-not-supported'],
    ['/Nothing', 404, 'not-found'],
    ['/Answers/$count?$orderby=lao', 501, 'odata-not-supported'],
    ['/$metadata?$filter=x', 501, 'odata-not-supported'],
  ])('%s is refused in the form of OData', async (path, status, code) => {
    expect(await refused(officer, `/odata/2565${path}`)).toEqual([status, code]);
  });

  it('is refused for a round that does not exist, and below an unknown address', async () => {
    expect(await refused(officer, '/odata/2570/Answers')).toEqual([404, 'unknown-campaign']);
    expect(await refused(officer, '/odata')).toEqual([404, 'not-found']);
    expect(await refused(officer, '/odata/2565/Answers/x/y')).toEqual([404, 'not-found']);
  });
});
