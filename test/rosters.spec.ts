import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectOk, fillAndCertify, readForm, surveyPath } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';

const fixture = 'test/fixtures/log-without-rosters';
const [pao, city, town, sao] = ['02120101', '03120102', '05120501', '06120106'] as const;
const added = '05120999';
const root = mkdtempSync(join(tmpdir(), 'rosters-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The pilot's files, as a later edition has them. */
const edition = (change: (file: string, text: string) => string): string => {
  const folder = mkdtempSync(join(root, 'edition-'));
  for (const file of ['provinces.csv', 'districts.csv', 'lao-types.csv', 'laos.csv']) {
    copyFileSync(join(fixture, file), join(folder, file));
    writeFileSync(join(folder, file), change(file, readFileSync(join(fixture, file), 'utf8')));
  }
  return folder;
};

const nation = edition((file, text) => {
  if (file === 'provinces.csv') return `${text}13,ปทุมธานี,Pathum Thani,ภาคกลาง,Central,33\n`;
  if (file === 'districts.csv') {
    const [head = '', first = ''] = text.split('\n');
    const district = first.split(',');
    district[0] = '1301';
    return `${text}${alike(head, district, { province_code: '13', name_th: 'เมืองปทุมธานี' })}\n`;
  }
  if (file !== 'laos.csv') return text;
  const [head = '', ...lines] = text.split('\n');
  const line = lines.find((each) => each.startsWith(sao))!.split(',');
  return `${text}${alike(head, line, { code: '06130101', province_code: '13', district_code: '1301' })}\n`;
});

/** In Nonthaburi the SAO became a municipality, the town was renamed and moved. */
const later = edition((file) => {
  if (file !== 'laos.csv') return readFileSync(join(nation, file), 'utf8');
  const [head = '', ...lines] = readFileSync(join(nation, file), 'utf8').split('\n');
  return [
    head,
    ...lines.map((line) => {
      if (line.startsWith(sao)) {
        return alike(head, line.split(','), {
          code: added,
          display_name_th: 'ทต.บางไผ่',
          type: 'subdistrict-municipality',
        });
      }
      if (!line.startsWith(town)) return line;
      return alike(head, line.split(','), { display_name_th: 'ทต.ใหม่', district_code: '1201' });
    }),
  ].join('\n');
});

function alike(head: string, cells: readonly string[], changes: Readonly<Record<string, string>>): string {
  return head
    .split(',')
    .map((column, at) => changes[column] ?? cells[at] ?? '')
    .join(',');
}

interface Status {
  readonly total: number;
  readonly certified: number;
  readonly laos: readonly {
    readonly code: string;
    readonly name: string;
    readonly district: { readonly name: string };
  }[];
  readonly withdrawn: readonly { readonly code: string; readonly successorCode: string | null }[];
}

describe('a round that grows and whose rosters change', () => {
  const dataDir = mkdtempSync(join(root, 'data-'));
  let server: TestServer;
  let admin: Client;
  const restart = async (directoryDir: string): Promise<void> => {
    await server.stop();
    server = await startServer({ dataDir, directoryDir, env: { QUESTIONNAIRE_DIR: fixture } });
    admin = await signIn(server.url, 'admin');
  };
  const as = (who: string) => signIn(server.url, who);
  const read = async <Body>(client: Client, path: string) => expectOk<Body>(await client.get(path));
  const outcome = async (response: Promise<Response>) => {
    const answer = await response;
    const body = (await answer.json()) as { readonly code?: string };
    return [answer.status, body.code];
  };
  const status = () => read<Status>(admin, '/api/provinces/12/status/2565');

  beforeAll(async () => {
    server = await startServer({ dataDir, directoryDir: fixture, env: { QUESTIONNAIRE_DIR: fixture } });
    admin = await signIn(server.url, 'admin');
    for (const code of [pao, city, sao]) await fillAndCertify(await as(`lao.${code}`), code);
    await restart(nation);
  }, 60_000);
  afterAll(() => server.stop());

  it('asks the pilot alone, whatever the files hold', async () => {
    expect(await read(admin, '/api/campaigns')).toMatchObject([{ fiscalYear: 2565, provinces: ['12'] }]);
    expect(await outcome(admin.get(surveyPath('06130101')))).toEqual([404, 'lao-not-in-campaign']);
    expect(await read(admin, '/api/progress/2565')).toMatchObject({ total: 4, certified: 3 });
  });

  it('is widened by region, all, or one by one, by an administrator', async () => {
    const path = '/api/campaigns/2565/provinces';
    expect(await outcome((await as('auditor')).post(path, { all: true }))).toEqual([403, 'not-allowed']);
    expect(await outcome(admin.post(path, {}))).toEqual([422, 'invalid-request']);
    expect(await outcome(admin.post(path, { provinces: ['99'] }))).toEqual([404, 'unknown-province']);
    expect(await outcome(admin.post(path, { provinces: ['12'] }))).toEqual([409, 'provinces-enrolled']);
    const key = { 'idempotency-key': 'once' };
    const first = await expectOk<object>(await admin.post(path, { regions: ['ภาคกลาง'] }, key));
    expect(await expectOk(await admin.post(path, { regions: ['ภาคกลาง'] }, key))).toEqual(first);
    expect(await outcome(admin.post(path, { all: true }))).toEqual([409, 'provinces-enrolled']);
    expect(await read(admin, '/api/campaigns')).toMatchObject([{ provinces: ['12', '13'] }]);
    expect(await read(admin, '/api/progress/2565')).toMatchObject({ total: 5, certified: 3 });
    const clerk = await as('lao.06130101');
    await fillAndCertify(clerk, '06130101');
    expect(await readForm(admin, city)).toMatchObject({ status: 'certified' });
  }, 30_000);

  it('shows where the files differ, and takes over what is chosen', async () => {
    await restart(later);
    const path = '/api/campaigns/2565/roster-changes';
    const shown = await read<{ readonly changes: readonly { kind: string; laoCode: string }[] }[]>(
      admin,
      path,
    );
    expect(shown).toMatchObject([
      {
        code: '12',
        changes: [
          { kind: 'added', laoCode: added, before: null },
          { kind: 'renamed', laoCode: town, after: { name: 'ทต.ใหม่' } },
          { kind: 'moved', laoCode: town },
          { kind: 'gone', laoCode: sao, after: null },
        ],
      },
    ]);
    const body = { province: '12', all: true };
    expect(await outcome(admin.post(path, body))).toEqual([422, 'invalid-reason']);
    const merger = [
      { laoCode: sao, kind: 'gone', successorCode: added },
      { laoCode: added, kind: 'added' },
    ];
    const reason = 'ยกฐานะเป็นเทศบาลตำบล';
    await expectOk(await admin.post(path, { province: '12', changes: merger, reason }));
    expect(await outcome(admin.post(path, { province: '12', changes: merger, reason }))).toEqual([
      409,
      'roster-moved',
    ]);
    await expectOk(await admin.post(path, body));
    expect(await read(admin, path)).toEqual([]);
    const { total, certified, laos, withdrawn } = await status();
    expect({ total, certified }).toEqual({ total: 4, certified: 2 });
    expect(laos.map(({ code }) => code).sort()).toEqual([pao, city, town, added].sort());
    expect(laos.find(({ code }) => code === town)).toMatchObject({
      name: 'ทต.ใหม่',
      district: { name: 'เมืองนนทบุรี' },
    });
    expect(withdrawn).toMatchObject([{ code: sao, successorCode: added }]);
  }, 30_000);

  it('keeps who was withdrawn readable by the old code, and changes it no more', async () => {
    expect(await readForm(admin, sao)).toMatchObject({
      status: 'certified',
      withdrawn: { successor: { code: added, name: 'ทต.บางไผ่' } },
    });
    expect(await readForm(admin, added)).toMatchObject({ predecessors: [{ code: sao }] });
    // The development provider knows whom the files have; a ministry's own knows its people.
    await restart(nation);
    const clerk = await as(`lao.${sao}`);
    const save = clerk.put(`${surveyPath(sao)}/aspects/economy`, { answers: {} }, { 'if-match': '*' });
    expect(await outcome(save)).toEqual([409, 'lao-withdrawn']);
    expect((await clerk.get(`${surveyPath(sao)}/receipt`)).status).toBe(200);
    const list = (query: string) =>
      read<{ readonly total: number }>(admin, `/api/surveys?province=12${query}`);
    expect((await list('')).total).toBe(4);
    expect(await list('&status=withdrawn')).toMatchObject({ total: 1, items: [{ successorCode: added }] });
    expect(await list(`&lao=${sao}`)).toMatchObject({ total: 1, items: [{ withdrawn: true }] });
    await restart(later);
  }, 30_000);

  it('certifies the province once those have certified that its roster asks', async () => {
    const officer = await as('province.12');
    const certify = () => officer.post('/api/provinces/12/certifications/2565');
    expect(await outcome(certify())).toEqual([409, 'province-incomplete']);
    for (const code of [town, added]) await fillAndCertify(await as(`lao.${code}`), code);
    await expectOk(await certify());
    const path = '/api/campaigns/2565/roster-changes';
    await restart(nation);
    const body = { province: '12', all: true, reason: 'ย้อนกลับ' };
    expect(await outcome(admin.post(path, body))).toEqual([409, 'province-certified']);
  }, 30_000);

  it('offers a successor the answers of the LAO whose place it took', async () => {
    await restart(later);
    const closesAt = new Date(Date.now() + 86_400_000).toISOString();
    const opening = { fiscalYear: 2566, questionnaireVersion: '2565.1', closesAt };
    await expectOk(await admin.post('/api/campaigns', opening));
    const clerk = await as(`lao.${added}`);
    const offered = await read<{ readonly lao: { readonly code: string } }[]>(
      clerk,
      `/api/surveys/2566/${added}/last-year`,
    );
    expect(offered.map(({ lao }) => lao.code)).toEqual([added, sao]);
  }, 30_000);
});
