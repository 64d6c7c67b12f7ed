import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadDirectory } from '../src/directory/load-directory.js';
import { proposedRoster } from '../src/roster/proposed-roster.js';
import type { SurveyList } from '../src/lists/list-surveys.js';
import { expectOk, readForm, surveyPath } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';

const nation = process.env['NATION_DIR'] ?? '../shared/data';
const nationIsHere = existsSync(join(nation, 'laos.csv'));
const describeNation = nationIsHere ? describe : describe.skip;

describeNation('the whole nation on the same server', () => {
  let server: TestServer;
  let admin: Client;
  beforeAll(async () => {
    server = await startServer({ directoryDir: nation });
    admin = await signIn(server.url, 'admin');
  }, 60_000);
  afterAll(() => server.stop());

  const list = async (query: string) => expectOk<SurveyList>(await admin.get(`/api/surveys?${query}`));

  it('lists 7,849 LAOs of 76 provinces, every one once', async () => {
    const provinces = await expectOk<{ code: string }[]>(await admin.get('/api/directory/provinces'));
    expect(provinces).toHaveLength(76);
    const pages: SurveyList[] = [];
    for (let page = 1; page <= 16; page += 1) pages.push(await list(`page=${page}&pageSize=500`));
    const items = pages.flatMap((page) => page.items);
    expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([7849]));
    expect(new Set(items.map(({ lao }) => lao.code)).size).toBe(7849);
    expect(new Set(items.map(({ province }) => province.code)).size).toBe(76);
    expect(items.map(({ number }) => number)).toEqual(items.map((_, index) => index + 1));
    const deep = await list('page=700');
    expect(deep.items).toEqual(items.slice(6990, 7000));
    expect((await list('page=785')).items).toHaveLength(9);
  }, 30_000);

  it('records who is asked in events well under a mebibyte', () => {
    const directory = loadDirectory(nation);
    const sizes = directory.provinces.map(({ code }) =>
      Buffer.byteLength(JSON.stringify(proposedRoster(directory, code))),
    );
    expect(Math.max(...sizes)).toBeLessThan(128 * 1024);
  });

  it('excludes Bangkok and includes its neighbours', async () => {
    const counts = await Promise.all(
      ['11', '12', '13'].map(async (province) => (await list(`province=${province}`)).total),
    );
    expect(counts).toEqual([49, 46, 65]);
    expect((await admin.get('/api/surveys?province=10')).status).toBe(404);
  });

  it('accepts the save of a remote LAO, which only its own province sees', async () => {
    const last = (await list('page=7849&pageSize=1')).items[0]!;
    const { code } = last.lao;
    const client = await signIn(server.url, `lao.${code}`);
    const path = `${surveyPath(code)}/aspects/other-services`;
    await expectOk(await client.put(path, { answers: {} }, { 'if-match': '"-1"' }));
    const officer = await signIn(server.url, `province.${last.province.code}`);
    expect((await readForm(officer, code)).aspects[5]!.state).toBe('complete');
    const neighbour = await signIn(server.url, 'province.12');
    expect((await neighbour.get(surveyPath(code))).status).toBe(403);
    expect((await list(`lao=${code}`)).items).toMatchObject([{ started: true, number: 1 }]);
  });
});
