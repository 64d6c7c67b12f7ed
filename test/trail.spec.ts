import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CertificationTable } from '../src/history/certification-times-view.js';
import { toCsv } from '../src/basics/csv.js';
import type { History } from '../src/history/history-view.js';
import { Clock } from '../src/basics/clock.js';
import type { Written } from './support/fill.js';
import { expectOk, fillAndCertify, readForm, surveyPath } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';

class TickingClock extends Clock {
  private time = Date.parse('2022-11-07T02:00:00.000Z');
  override now(): Date {
    return new Date((this.time += 1000));
  }
}

const [city, other] = ['03120102', '06120106'];
const aspect = 'complaints-about-agency';
const row = 'corruption-complaint';
let server: TestServer;
let clerk: Client;
let officer: Client;
let auditor: Client;
let admin: Client;

const save = async (answers: object): Promise<Written> => {
  const { revision } = await readForm(clerk, city);
  return expectOk<Written>(
    await clerk.put(`${surveyPath(city)}/aspects/${aspect}`, { answers }, { 'if-match': `"${revision}"` }),
  );
};
const read = async (client: Client, path: string): Promise<History> =>
  expectOk<History>(await client.get(path));
const ofSurvey = (query = '') => `/api/audit/surveys/2565/${city}/history?pageSize=500${query}`;
const ofProvince = (query = '') => `/api/audit/provinces/12/2565/history?pageSize=500${query}`;
const ofCampaign = (query = '') => `/api/audit/campaigns/2565/history?pageSize=500${query}`;
const problemOf = async (client: Client, path: string) => {
  const response = await client.get(path);
  return [response.status, ((await response.json()) as { code: string }).code];
};
const types = ({ items }: History) => items.map(({ type }) => type);

beforeAll(async () => {
  server = await startServer({ clock: new TickingClock() });
  [clerk, officer, auditor, admin] = (await Promise.all(
    [`lao.${city}`, 'province.12', 'auditor', 'admin'].map((who) => signIn(server.url, who)),
  )) as [Client, Client, Client, Client];
  await save({ [row]: { hasEService: false, isNeeded: true } });
  await save({
    [row]: { hasEService: true, steps: ['submit-request'], channels: ['website'], yearlyUsers: 12 },
  });
  await save({ [row]: null });
});
afterAll(() => server.stop());

describe('a search of the trail', () => {
  const find = (q: string, more = '') => read(auditor, ofCampaign(`&q=${encodeURIComponent(q)}${more}`));

  it('finds by service, LAO and name at once, and says what each word was taken for', async () => {
    const found = await find('ทุจริต นครนนทบุรี เจ้าหน้าที่', '&type=AnswerRecorded');
    expect(found.items).toHaveLength(3);
    expect(new Set(found.items.map(({ row: of }) => of?.id))).toEqual(new Set([row]));
    expect(found.understood.map(({ kind, words }) => [kind, words])).toEqual([
      ['service', ['ทุจริต', 'เจ้าหน้าที่']],
      ['lao', ['นครนนทบุรี']],
    ]);
    const byName = await find('lao.03120102');
    expect(byName.understood).toEqual([{ kind: 'person', words: ['lao.03120102'], names: [], count: 1 }]);
    expect(new Set(byName.items.map(({ actor }) => actor.sub))).toEqual(new Set(['lao.03120102']));
  });

  it('finds rows that an LAO added by their title, also after they were removed', async () => {
    const { rowId } = await expectOk<Written & { rowId: string }>(
      await clerk.post(`${surveyPath(city)}/aspects/other-services/rows`, {
        groupId: 'other-services-list',
        title: 'จองคิวสระว่ายน้ำ',
      }),
    );
    const added = `${surveyPath(city)}/aspects/other-services/rows/${rowId}`;
    await expectOk(await clerk.put(added, { title: 'จองสนามกีฬา' }));
    await expectOk(await clerk.delete(added));
    for (const path of [ofCampaign, ofProvince, ofSurvey]) {
      for (const [word, name] of [
        ['สระว่าย', 'จองคิวสระว่ายน้ำ'],
        ['สนามกีฬา', 'จองสนามกีฬา'],
      ]) {
        const found = await read(auditor, path(`&q=${encodeURIComponent(`${word} นครนนทบุรี`)}`));
        expect(types(found)).toEqual(['RowRemoved', 'RowRenamed', 'RowAdded']);
        expect(found.understood[0]).toMatchObject({ kind: 'service', names: [{ name }] });
      }
    }
  });

  it('finds an LAO by its English name', async () => {
    const { understood } = await find('Mahasawat');
    expect(understood).toEqual([
      {
        kind: 'lao',
        words: ['Mahasawat'],
        names: [expect.objectContaining({ name: 'อบต.มหาสวัสดิ์' })],
        count: 1,
      },
    ]);
  });

  it('a word that fits nothing finds nothing, and is named', async () => {
    const { items, total, understood } = await find('ทุจริต ฮ่าๆๆ');
    expect([items.length, total]).toEqual([0, 0]);
    expect(understood).toContainEqual({ kind: 'nothing', words: ['ฮ่าๆๆ'], names: [], count: 0 });
    expect((await find('อบต.บางไผ่')).total).toBe(0);
  });
});

describe('an entry of the trail', () => {
  it('says what it changed, old and new, row by row and field by field', async () => {
    const { items } = await read(auditor, ofSurvey('&type=AnswerRecorded'));
    const cleared = [
      { field: 'hasEService', before: true, after: null },
      { field: 'steps', before: ['submit-request'], after: null },
      { field: 'channels', before: ['website'], after: null },
      { field: 'yearlyUsers', before: 12, after: null },
    ];
    expect(items.map(({ changes }) => changes)).toEqual([
      cleared,
      [
        { field: 'hasEService', before: false, after: true },
        { field: 'isNeeded', before: true, after: null },
        ...cleared.slice(1).map(({ field, before }) => ({ field, before: null, after: before })),
      ],
      [
        { field: 'hasEService', before: null, after: false },
        { field: 'isNeeded', before: null, after: true },
      ],
    ]);
    expect(items[0]).toMatchObject({
      row: { id: row, titleTh: expect.stringContaining('ทุจริต') },
      aspect: { id: aspect },
      lao: { code: city, name: 'เทศบาลนครนนทบุรี', nameEn: 'Nonthaburi City Municipality' },
      office: { code: city },
      actor: { sub: `lao.${city}`, role: 'lao', name: 'เจ้าหน้าที่ เทศบาลนครนนทบุรี' },
      command: 'SaveAspect',
      hash: expect.stringMatching(/^[\da-f]{64}$/),
    });
  });

  it('calls an added row by its title, when it is removed too', async () => {
    const { rowId } = await expectOk<Written & { rowId: string }>(
      await clerk.post(`${surveyPath(city)}/aspects/other-services/rows`, {
        groupId: 'other-services-list',
        title: 'งานพิเศษ',
      }),
    );
    const path = `${surveyPath(city)}/aspects/other-services/rows/${rowId}`;
    await expectOk(await clerk.put(path, { title: 'งานพิเศษวันหยุด' }));
    await expectOk(await clerk.delete(path));
    const { items } = await read(auditor, ofSurvey(`&row=${rowId}`));
    expect(items.map(({ type, row: of }) => [type, of?.titleTh])).toEqual([
      ['RowRemoved', 'งานพิเศษวันหยุด'],
      ['RowRenamed', 'งานพิเศษวันหยุด'],
      ['RowAdded', 'งานพิเศษ'],
    ]);
  });

  it('of an extension names the earlier closing time', async () => {
    const [opened] = (await read(admin, ofCampaign('&type=CampaignOpened'))).items;
    const closesAt = '2023-06-30T17:00:00.000Z';
    await expectOk(await admin.post('/api/campaigns/2565/extension', { closesAt }));
    const { items } = await read(admin, ofCampaign('&type=CampaignExtended'));
    expect(items[0]!.changes).toEqual([
      { field: 'closesAt', before: opened!.data['closesAt'], after: closesAt },
    ]);
  });
});

describe('the trail of a province and a campaign', () => {
  it('has every event of its scope, newest first', async () => {
    const province = await read(officer, ofProvince());
    const campaign = await read(admin, ofCampaign());
    expect(new Set(types(province)).has('AnswerRecorded')).toBe(true);
    const ofRound = types(campaign).filter((type) => !/^(?:Campaign|Questionnaire)/.test(type));
    expect(ofRound).toEqual(types(province));
    expect(types(campaign).at(-1)).toBe('QuestionnairePublished');
    const positions = campaign.items.map(({ position }) => BigInt(position));
    expect(positions).toEqual([...positions].sort((a, b) => (a < b ? 1 : -1)));
  });

  it('is narrowed down by person, kind, aspect, row, time and LAO, alone and together', async () => {
    const all = await read(officer, ofProvince());
    const times = all.items.map(({ at }) => at).sort();
    const [from, to] = [times[1]!, times.at(-2)!];
    const count = async (query: string) => (await read(officer, ofProvince(query))).total;
    // All but the enrolment of the province, which the first start made.
    expect(await count(`&sub=lao.${city}`)).toBe(all.total - 1);
    expect(await count('&sub=somebody')).toBe(0);
    expect(await count('&type=AnswerRecorded')).toBe(3);
    expect(await count(`&aspect=${aspect}`)).toBe(6);
    expect(await count(`&row=${row}&type=AnswerRecorded&lao=${city}`)).toBe(3);
    expect(await count(`&lao=${other}`)).toBe(1); // its enrolment with the province
    expect(await count(`&from=${from}&to=${to}`)).toBe(times.filter((at) => at >= from && at <= to).length);
  });

  it('takes a day alone as the whole day of Bangkok, in both ends', async () => {
    const times = (await read(officer, ofProvince())).items.map(({ at }) => at);
    const day = new Date(Date.parse(times[0]!) + 7 * 3_600_000).toISOString().slice(0, 10);
    const [first, last] = [new Date(`${day}T00:00:00+07:00`), new Date(`${day}T23:59:59.999+07:00`)];
    const within = times.filter((at) => at >= first.toISOString() && at <= last.toISOString()).length;
    expect(within).toBeGreaterThan(0);
    expect((await read(officer, ofProvince(`&from=${day}&to=${day}`))).total).toBe(within);
  });

  it('of an LAO of another province is out of an officer’s scope, and not in the province for the nation’s', async () => {
    const path = ofProvince('&lao=06130101');
    expect(await problemOf(officer, path)).toEqual([403, 'out-of-scope']);
    expect(await problemOf(auditor, path)).toEqual([404, 'lao-not-in-province']);
    expect(await problemOf(auditor, ofCampaign('&province=12&lao=06130101'))).toEqual([
      404,
      'lao-not-in-province',
    ]);
  });

  it('keeps its pages while events arrive', async () => {
    const first = await read(officer, '/api/audit/provinces/12/2565/history?pageSize=3');
    await save({ [row]: { hasEService: true } });
    const second = await read(
      officer,
      `/api/audit/provinces/12/2565/history?pageSize=3&page=2&upTo=${first.upTo}`,
    );
    expect(second.total).toBe(first.total);
    expect(BigInt(second.items[0]!.position)).toBeLessThan(BigInt(first.items.at(-1)!.position));
    const whole = await read(officer, ofProvince(`&upTo=${first.upTo}`));
    expect([...first.items, ...second.items].map(({ position }) => position)).toEqual(
      whole.items.slice(0, 6).map(({ position }) => position),
    );
  });

  it('is visible to the people of its scope', async () => {
    const own = await signIn(server.url, 'auditor.12');
    const answers = [
      await clerk.get(ofProvince()),
      await officer.get(ofCampaign()),
      await own.get(ofCampaign()),
      await own.get('/api/audit/provinces/10/2565/history'),
      await auditor.get(ofProvince('&lao=99999999')),
      await auditor.get('/api/audit/campaigns/2599/history'),
      await auditor.get(ofProvince('&type=Whatever')),
      await own.get(ofProvince()),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 404, 404, 422, 200]);
  });
});

describe('certification times', () => {
  const reason = '=HYPERLINK("http://x";"ผิด"), แก้ด้วย';
  const path = '/api/audit/provinces/12/2565/certification-times';
  const table = async (query = '') => expectOk<CertificationTable>(await auditor.get(`${path}${query}`));
  const cityOf = ({ provinces }: CertificationTable) => provinces[0]!.laos.find(({ code }) => code === city)!;
  let beforeReturn: CertificationTable;

  beforeAll(async () => {
    await fillAndCertify(clerk, city);
    beforeReturn = await table();
    await expectOk(await officer.post(`${surveyPath(city)}/return`, { reason }));
    const notes = [{ note: 'ตรวจแล้ว ถูกต้อง' }];
    await expectOk(await clerk.post(`${surveyPath(city)}/certification`, { notes }));
  });

  it('has every LAO of the province, when it certified first and last, and what was returned', async () => {
    const now = await table();
    expect(now.provinces[0]).toMatchObject({ code: '12', name: 'นนทบุรี', count: 0, stands: false });
    expect(now.provinces[0]!.laos).toHaveLength(46);
    const lao = cityOf(now);
    expect(lao).toMatchObject({
      count: 2,
      stands: true,
      certifiedBy: { sub: `lao.${city}`, name: 'เจ้าหน้าที่ เทศบาลนครนนทบุรี' },
      undone: [{ reason, by: { sub: 'province.12' } }],
    });
    expect(lao.firstCertifiedAt! < lao.lastCertifiedAt!).toBe(true);
    expect(now.provinces[0]!.laos.find(({ code }) => code === other)).toMatchObject({
      count: 0,
      firstCertifiedAt: null,
    });
  });

  it('is the same as of its position', async () => {
    expect(await table(`?upTo=${beforeReturn.position}`)).toEqual(beforeReturn);
    expect(cityOf(beforeReturn)).toMatchObject({ count: 1, undone: [] });
  });

  it('is a file for Excel without formulas that names its log position', async () => {
    const answer = await auditor.get(`${path}.csv`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(
      /certification-times-2565-12-position-\d+\.csv/,
    );
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString('utf8').split('\r\n');
    expect(lines).toHaveLength(1 + 1 + 46 + 1);
    // Excel takes a bare 03120102 for a number. This form it shows as text.
    expect(lines.find((line) => line.includes(city))).toMatch(
      new RegExp(`^นนทบุรี,[^,]+,"=""${city}""",เทศบาลนครนนทบุรี,`),
    );
  });

  it('of the nation is visible to those who see the nation', async () => {
    expect((await officer.get('/api/audit/campaigns/2565/certification-times')).status).toBe(403);
    const nation = await expectOk<CertificationTable>(
      await admin.get('/api/audit/campaigns/2565/certification-times'),
    );
    expect(nation.provinces.map(({ code }) => code)).toEqual(['12']);
  });
});

it('a code in a CSV keeps its zeros, and is nothing but digits', () => {
  expect(toCsv([[{ code: '03120102' }]])).toBe('\ufeff"=""03120102"""\r\n');
  expect(() => toCsv([[{ code: '1"+A1' }]])).toThrow('not a code');
});

it('a cell of a CSV stays text', () => {
  const rows = [['=1+1', '+1', '-1', '@a', '\t=1', ' =1', 'a"b', 'a,b', 'ปกติ', '']];
  expect(toCsv(rows)).toBe(`\ufeff'=1+1,'+1,'-1,'@a,'\t=1,' =1,"a""b","a,b",ปกติ,\r\n`);
});
