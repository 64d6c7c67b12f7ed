import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { History } from '../src/history/history-view.js';
import type { CampaignView } from '../src/campaign/list-campaigns.js';
import { Clock } from '../src/basics/clock.js';
import type { ProvinceStatusView, ShownProvinceStatusView } from '../src/lists/get-province-status.js';
import type { SurveyList } from '../src/lists/list-surveys.js';
import type { FormView } from '../src/form/form-view.js';
import { missingFields } from '../src/questionnaire/answer.js';
import { expectOk, fillAndCertify, fillSurvey, readForm, surveyPath, type Written } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { accessToken, anonymous, bearer, signIn, type Client } from './support/sign-in.js';
import { directoryOf } from './web/support/survey.js';

/** Saved half-way; `answers.spec.ts` says what such an answer lacks. */
const half = { hasEService: true, steps: ['pay'] };
const lackedByHalf = missingFields({ steps: [], channels: [] }, half);

const vectors = JSON.parse(
  readFileSync(new URL('./support/conventions-vectors.json', import.meta.url), 'utf8'),
) as { readonly nonthaburiList: readonly string[] };

/** The time of day. Only the test moves it, by a second at each call, so that no two events share an instant. */
class HandClock extends Clock {
  private time = Date.parse('2022-11-07T02:00:00.000Z');
  override now(): Date {
    return new Date((this.time += 1000));
  }
  moveTo(instant: string): void {
    this.time = Date.parse(instant);
  }
}

interface ProblemBody {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  readonly [detail: string]: unknown;
}

const problem = async (response: Response, status: number, code: string): Promise<ProblemBody> => {
  const body = (await response.json()) as ProblemBody;
  expect({ status: response.status, code: body.code }).toEqual({ status, code });
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return body;
};

let clock: HandClock;
let server: TestServer;
let laoCodes: readonly string[];
const people = new Map<string, Client>();

/** Signs a person in once. */
const as = async (hint: string): Promise<Client> => {
  const known = people.get(hint) ?? (await signIn(server.url, hint));
  people.set(hint, known);
  return known;
};
const lao = (code: string) => as(`lao.${code}`);
const officer = () => as('province.12');
const admin = () => as('admin');
const auditor = () => as('auditor');

const list = async (client: Client, query = ''): Promise<SurveyList> =>
  expectOk<SurveyList>(await client.get(`/api/surveys${query}`));
const history = async (client: Client, code: string): Promise<History> =>
  expectOk<History>(await client.get(`/api/audit/surveys/2565/${code}/history?pageSize=500`));
const save = async (client: Client, code: string, aspect: string, answers: object, revision?: string) =>
  client.put(
    `${surveyPath(code)}/aspects/${aspect}`,
    { answers },
    { 'if-match': `"${revision ?? (await readForm(client, code)).revision}"` },
  );
const aspectOf = (form: FormView, id: string) => form.aspects.find((aspect) => aspect.id === id)!;

const begin = async (directoryDir?: string): Promise<void> => {
  clock = new HandClock();
  server = await startServer({ clock, ...(directoryDir !== undefined && { directoryDir }) });
  people.clear();
  const { items } = await list(await officer(), '?pageSize=100');
  laoCodes = items.map((item) => item.lao.code);
};
/** For tests that only read, or write data that no other test reads. */
const onOneServer = (): void => {
  beforeAll(() => begin());
  afterAll(() => server.stop());
};
const onServersOfTheirOwn = (): void => {
  beforeEach(() => begin());
  afterEach(() => server.stop());
};

/** Returned once, corrected and certified again. */
const certifiedTwice = async (client: Client, code: string): Promise<void> => {
  await fillAndCertify(client, code);
  await expectOk(await (await officer()).post(`${surveyPath(code)}/return`, { reason: 'ตรวจสอบ' }));
  const [row] = aspectOf(await readForm(client, code), 'economy').rows;
  await expectOk(await save(client, code, 'economy', { [row!.id]: { hasEService: false, isNeeded: true } }));
  await expectOk(await client.post(`${surveyPath(code)}/certification`));
};

describe('the list', () => {
  onOneServer();

  it('has every LAO of the province, started or not, in Thai order, ten to a page', async () => {
    const all = await list(await officer(), '?fiscalYear=2565&province=12&pageSize=100');
    expect(all.items.map((item) => item.lao.name)).toEqual(vectors.nonthaburiList);
    expect(new Set(all.items.map((item) => item.status))).toEqual(new Set(['not-certified']));
    const pages = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (page) => list(await officer(), `?page=${page}`)),
    );
    expect(pages.map(({ items, total, pageSize }) => [items.length, total, pageSize])).toEqual([
      ...Array<number[]>(4).fill([10, 46, 10]),
      [6, 46, 10],
      [0, 46, 10],
    ]);
    expect(pages.flatMap(({ items }) => items)).toEqual(all.items);
    expect(all.items.map((item) => item.number)).toEqual(all.items.map((_, index) => index + 1));
  });

  it('is filtered by year, district, LAO and status, each alone and together', async () => {
    const client = await officer();
    const all = (await list(client, '?pageSize=100')).items;
    const district = all[20]!.district.code;
    const ofDistrict = all.filter((item) => item.district.code === district);
    const found = await list(client, `?district=${district}&pageSize=100`);
    expect(found.items.map((item) => item.lao)).toEqual(ofDistrict.map((item) => item.lao));
    const one = await list(client, `?fiscalYear=2565&district=${district}&lao=${ofDistrict[0]!.lao.code}`);
    expect(one.items.map((item) => item.lao)).toEqual([ofDistrict[0]!.lao]);
    const elsewhere = all.find((item) => item.district.code !== district)!;
    expect((await list(client, `?district=${district}&lao=${elsewhere.lao.code}`)).total).toBe(0);
    expect((await list(client, '?fiscalYear=2564')).total).toBe(0);
    expect((await list(client, '?status=certified')).total).toBe(0);
    expect((await list(client, '?status=not-certified')).total).toBe(46);
  });

  it.each([
    ['บางไผ่', 'อบต.บางไผ่'],
    ['อบต บางไผ่', 'อบต.บางไผ่'],
    ['องค์การบริหารส่วนตำบลบางไผ่', 'อบต.บางไผ่'],
    ['เทศบาลไทรม้า', 'เทศบาลเมืองไทรม้า'],
    ['ทม.ไทรม้า', 'เทศบาลเมืองไทรม้า'],
    ['ทน. ปากเกร็ด', 'เทศบาลนครปากเกร็ด'],
    ['bang phai sub', 'อบต.บางไผ่'],
  ])('finds %s', async (q, name) => {
    const found = await list(await officer(), `?q=${encodeURIComponent(q)}`);
    expect(found.items.map((item) => item.lao.name)).toEqual([name]);
  });

  it('names each LAO, district and province in English too', async () => {
    const [found] = (await list(await officer(), '?lao=06120106')).items;
    expect(found).toMatchObject({
      province: { nameEn: 'Nonthaburi' },
      district: { nameEn: 'Mueang Nonthaburi' },
      lao: { nameEn: 'Bang Phai Subdistrict Administrative Organization' },
    });
  });

  it('takes a search for text, not for a pattern', async () => {
    const client = await officer();
    for (const q of ['[ก-ฮ]+', '(บาง|ไทร)', 'ก'.repeat(200)]) {
      expect((await list(client, `?q=${encodeURIComponent(q)}`)).total).toBe(0);
    }
  });
});

describe('one survey', () => {
  const aspectId = 'quality-of-life';
  let code: string;
  let client: Client;
  onServersOfTheirOwn();
  beforeEach(async () => {
    code = laoCodes[0]!;
    client = await lao(code);
  });

  it('is blank at revision -1: every standard row, nothing answered', async () => {
    const response = await client.get(surveyPath(code));
    expect(response.headers.get('etag')).toBe('"-1"');
    const form = await expectOk<FormView>(response);
    expect(form).toMatchObject({ status: 'not-certified', certifiedAt: null, revision: '-1' });
    expect(form.aspects.map(({ number, state, rows }) => [number, state, rows.length])).toEqual([
      [1, 'not-started', 15],
      [2, 'not-started', 15],
      [3, 'not-started', 16],
      [4, 'not-started', 14],
      [5, 'not-started', 4],
      [6, 'not-started', 0],
    ]);
  });

  it('records only the rows that changed, then the save', async () => {
    const { rows } = aspectOf(await readForm(client, code), aspectId);
    const [first, second, third] = rows.map((row) => row.id) as [string, string, string];
    const answer = { hasEService: false, isNeeded: true };
    await expectOk(await save(client, code, aspectId, { [first]: answer, [second]: answer }));
    await expectOk(
      await save(client, code, aspectId, {
        [first]: answer,
        [second]: half,
        [third]: null,
      }),
    );
    const events = (await history(client, code)).items.filter((item) => item.stream.startsWith('survey-'));
    expect(events.map(({ type, data }) => [type, data['rowId']])).toEqual([
      ['AspectSaved', undefined],
      ['AnswerRecorded', second],
      ['AspectSaved', undefined],
      ['AnswerRecorded', second],
      ['AnswerRecorded', first],
    ]);
    const aspect = aspectOf(await readForm(client, code), aspectId);
    expect(aspect.state).toBe('incomplete');
    expect(aspect.savedAt).not.toBeNull();
    expect(aspect.rows.slice(0, 3).map(({ state, missing }) => [state, missing])).toEqual([
      ['complete', []],
      ['incomplete', lackedByHalf],
      ['unanswered', ['hasEService']],
    ]);
  });

  it('clears what no longer applies, and says so in the record', async () => {
    const [row] = aspectOf(await readForm(client, code), aspectId).rows;
    await expectOk(
      await save(client, code, aspectId, {
        [row!.id]: { hasEService: true, isNeeded: true, yearlyUsers: '๑,๒๓๔' },
      }),
    );
    expect(aspectOf(await readForm(client, code), aspectId).rows[0]!.answer).toEqual({
      hasEService: true,
      yearlyUsers: 1234,
    });
    await expectOk(await save(client, code, aspectId, { [row!.id]: null }));
    expect(aspectOf(await readForm(client, code), aspectId).rows[0]!.answer).toBeNull();
    expect((await history(client, code)).items[1]!.data).toMatchObject({ rowId: row!.id, answer: null });
  });

  it('gets its own rows, and loses only those', async () => {
    const path = `${surveyPath(code)}/aspects/other-services/rows`;
    const body = { groupId: 'other-services-list', title: '  จองคิวรับบริการออนไลน์ ' };
    const added = await client.post(path, body);
    expect(added.status).toBe(201);
    const { rowId, position } = (await added.json()) as Written & { readonly rowId: string };
    const form = await expectOk<FormView>(await client.get(`${surveyPath(code)}?after=${position}`));
    expect(aspectOf(form, 'other-services').rows).toMatchObject([
      { id: rowId, title: 'จองคิวรับบริการออนไลน์', standard: false, state: 'unanswered' },
    ]);
    await problem(
      await client.delete(`${surveyPath(code)}/aspects/${aspectId}/rows/${rowId}`),
      404,
      'unknown-row',
    );
    const [standard] = aspectOf(form, aspectId).rows;
    await problem(
      await client.delete(`${surveyPath(code)}/aspects/${aspectId}/rows/${standard!.id}`),
      409,
      'standard-row',
    );
    await expectOk(await client.delete(`${path}/${rowId}`));
    expect(aspectOf(await readForm(client, code), 'other-services').rows).toEqual([]);
    await problem(await client.delete(`${path}/${rowId}`), 404, 'unknown-row');
  });

  it('is not certified while anything is missing, and the refusal names it', async () => {
    const second = aspectOf(await readForm(client, code), aspectId).rows[1]!;
    await expectOk(await save(client, code, aspectId, { [second.id]: half }));
    const refused = await problem(
      await client.post(`${surveyPath(code)}/certification`),
      409,
      'survey-incomplete',
    );
    expect(refused.title).toBe('กรุณากรอกข้อมูลให้ครบก่อนทำการรับรองข้อมูล');
    const aspects = refused['aspects'] as {
      aspectId: string;
      saved: boolean;
      rows: { missing: string[] }[];
    }[];
    expect(aspects.map(({ aspectId: id, saved, rows }) => [id, saved, rows.length])).toEqual([
      ['quality-of-life', true, 15],
      ['economy', false, 15],
      ['health-environment', false, 16],
      ['infrastructure', false, 14],
      ['complaints-about-agency', false, 4],
      ['other-services', false, 0],
    ]);
    expect(aspects[0]!.rows[1]!.missing).toEqual(lackedByHalf);
  });

  it('shows the second of two people who saved what and when, and takes nothing from them', async () => {
    const before = await readForm(client, code);
    const [row] = aspectOf(before, 'economy').rows;
    const mine = { [row!.id]: { hasEService: false, isNeeded: false } };
    await expectOk(await save(client, code, 'economy', mine, before.revision));
    const refused = await problem(
      await save(client, code, 'economy', { [row!.id]: null }, before.revision),
      412,
      'revision-conflict',
    );
    const current = await readForm(client, code);
    expect(refused).toMatchObject({ expectedRevision: before.revision, currentRevision: current.revision });
    expect(refused['changes']).toMatchObject([
      { type: 'AnswerRecorded', rowId: row!.id, by: { sub: `lao.${code}`, role: 'lao' } },
      { type: 'AspectSaved', aspectId: 'economy', at: current.lastActivityAt },
    ]);
    expect(aspectOf(current, 'economy').rows[0]!.answer).toEqual(mine[row!.id]);
  });

  it('is certified when complete, then locked', async () => {
    const answer = await fillAndCertify(client, code);
    const form = await readForm(client, code);
    expect(form).toMatchObject({
      status: 'certified',
      certifiedRevision: answer.revision,
      revision: answer.revision,
    });
    expect(form.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(form.aspects.every((aspect) => aspect.state === 'complete')).toBe(true);
    const locked = await problem(await save(client, code, 'economy', {}), 409, 'survey-locked');
    expect(locked['certifiedAt']).toBe(form.certifiedAt);
    const row = { groupId: 'other-services-list', title: 'ก' };
    await problem(
      await client.post(`${surveyPath(code)}/aspects/other-services/rows`, row),
      409,
      'survey-locked',
    );
    await problem(await client.post(`${surveyPath(code)}/certification`), 409, 'survey-already-certified');
    expect((await list(await officer(), '?status=certified')).items.map((item) => item.lao.code)).toEqual([
      code,
    ]);
  });

  it('is returned with a reason, corrected, and certified again', async () => {
    await fillAndCertify(client, code);
    const path = `${surveyPath(code)}/return`;
    const officerClient = await officer();
    await problem(await officerClient.post(path, { reason: '  ' }), 422, 'invalid-reason');
    await problem(
      await officerClient.post(`${surveyPath(laoCodes[1]!)}/return`, { reason: 'ตรวจสอบ' }),
      409,
      'survey-not-certified',
    );
    const [named, other] = aspectOf(await readForm(client, code), 'economy').rows.map(({ id }) => id);
    const reason = 'ตรวจสอบจำนวนผู้ใช้บริการ\nด้านเศรษฐกิจ';
    const refused = [
      [[{ rowId: 'no-such-row' }], 'unknown-rows'],
      [[{ rowId: 'constructor' }], 'unknown-rows'],
      [[{ rowId: named, note: 'สอง\nบรรทัด' }], 'invalid-note'],
      [[{ rowId: named }, { rowId: named }], 'invalid-request'],
      [[{ rowId: named, extra: 1 }], 'invalid-request'],
      [[null], 'invalid-request'],
      [{ rowId: named }, 'invalid-request'],
    ] as const;
    for (const [rows, what] of refused)
      await problem(await officerClient.post(path, { reason, rows }), 422, what);
    await expectOk(
      await officerClient.post(path, {
        reason,
        rows: [{ rowId: named, note: 'ไม่ตรงรายงาน' }, { rowId: other }],
      }),
    );
    await problem(await officerClient.post(path, { reason: 'อีกครั้ง' }), 409, 'survey-not-certified');
    const returned = await readForm(client, code);
    const lastReturn = (changed: boolean) => ({
      reason,
      rows: [
        { rowId: named, note: 'ไม่ตรงรายงาน', changed, reply: null },
        { rowId: other, note: null, changed: false, reply: changed ? 'ตรวจแล้ว ถูกต้อง' : null },
      ],
    });
    expect(returned.lastReturn).toMatchObject(lastReturn(false));
    expect(returned).toMatchObject({
      status: 'returned',
      certifiedAt: null,
      returnedReason: 'ตรวจสอบจำนวนผู้ใช้บริการ\nด้านเศรษฐกิจ',
    });
    expect((await list(officerClient, '?status=returned')).total).toBe(1);
    expect((await list(officerClient, '?status=not-certified')).total).toBe(46);
    const [row] = aspectOf(returned, 'economy').rows;
    await expectOk(
      await save(client, code, 'economy', { [row!.id]: { hasEService: false, isNeeded: true } }),
    );
    const certification = `${surveyPath(code)}/certification`;
    for (const body of [undefined, {}, { notes: [] }]) {
      const silent = await problem(await client.post(certification, body), 409, 'objections-unanswered');
      expect(silent['rowIds']).toEqual([other]);
    }
    const note = { rowId: other, note: 'ตรวจแล้ว ถูกต้อง' };
    const misread = [
      [[{ note: 'ทั้งหมดถูกต้อง' }], 'unknown-objections'],
      [[{ ...note, note: 'สอง\nบรรทัด' }], 'invalid-note'],
      [[note, note], 'invalid-request'],
      [[{ ...note, extra: 1 }], 'invalid-request'],
      [[null], 'invalid-request'],
      [{}, 'invalid-request'],
    ] as const;
    for (const [notes, what] of misread)
      await problem(await client.post(certification, { notes }), 422, what);
    await expectOk(await client.post(certification, { notes: [note] }));
    expect(await readForm(client, code)).toMatchObject({
      status: 'certified',
      returnedReason: null,
      lastReturn: lastReturn(true),
    });
  });

  it('keeps the province from certifying while others are missing, by name', async () => {
    await fillAndCertify(client, code);
    const certification = '/api/provinces/12/certifications/2565';
    const refused = await problem(await (await officer()).post(certification), 409, 'province-incomplete');
    expect(refused.detail).toBe(
      'จังหวัดไม่สามารถรับรองข้อมูลได้ เนื่องจาก มี 45 อปท. ภายใต้จังหวัด ยังไม่ได้ดำเนินการรับรองข้อมูล',
    );
    const missing = refused['missing'] as { readonly name: string }[];
    expect(missing.map(({ name }) => name)).toEqual(vectors.nonthaburiList.slice(1));
  });

  it('can be seen as it was after every revision and at every instant', async () => {
    await certifiedTwice(client, code);
    const eye = await auditor();
    const { items, total } = await history(eye, code);
    expect(items).toHaveLength(total);
    expect(items.map((item) => BigInt(item.position))).toEqual(
      items.map((item) => BigInt(item.position)).sort((a, b) => (a > b ? -1 : 1)),
    );
    const at = async (query: string) =>
      expectOk<FormView>(await eye.get(`/api/audit/surveys/2565/${code}/at?${query}`));
    expect(await at('revision=-1')).toMatchObject({ revision: '-1', status: 'not-certified' });
    const certified = items.filter((item) => item.type === 'LaoCertified');
    expect(certified).toHaveLength(2);
    for (const { revision, at: time, data } of certified) {
      const past = await at(`revision=${revision}`);
      expect(past).toMatchObject({
        status: 'certified',
        certifiedAt: time,
        fingerprint: data['fingerprint'],
      });
      expect(await at(`time=${time}`)).toEqual(past);
    }
    const returned = items.find((item) => item.type === 'LaoReturned')!;
    expect(await at(`time=${returned.at}`)).toMatchObject({ status: 'returned' });
    await problem(
      await eye.get(
        `/api/audit/surveys/2565/${code}/at?time=${encodeURIComponent('2565-01-01T00:00:00+07:00')}`,
      ),
      422,
      'moment-to-come',
    );
    const page = await expectOk<History>(
      await eye.get(`/api/audit/surveys/2565/${code}/history?page=2&pageSize=3`),
    );
    expect(page.items).toEqual(items.slice(3, 6));
    await problem(
      await eye.get(`/api/audit/surveys/2565/${code}/at?revision=99999`),
      404,
      'unknown-revision',
    );
    for (const query of ['', 'revision=1&time=2022-11-07T00:00:00Z', 'revision=x', 'time=yesterday']) {
      await problem(await eye.get(`/api/audit/surveys/2565/${code}/at?${query}`), 422, 'invalid-request');
    }
  });
});

describe('a province of two', () => {
  const [code, other] = ['03120102', '05120501'] as const;
  let directoryDir: string;
  beforeAll(async () => {
    directoryDir = await directoryOf([code, other]);
  });
  afterAll(() => rm(directoryDir, { recursive: true }));
  beforeEach(() => begin(directoryDir));
  afterEach(() => server.stop());

  /** Certifies both LAOs and the province. @returns the first one's clerk. */
  const certified = async (): Promise<Client> => {
    for (const each of [code, other]) await fillAndCertify(await lao(each), each);
    await expectOk(await (await officer()).post('/api/provinces/12/certifications/2565'));
    return lao(code);
  };

  it('is certified when no LAO is missing, and its certification pins what it certifies', async () => {
    const officerClient = await officer();
    const certification = '/api/provinces/12/certifications/2565';
    await problem(
      await (await admin()).post(`${certification}/revocation`, { reason: 'ก' }),
      409,
      'province-not-certified',
    );
    await problem(await officerClient.post(certification), 409, 'province-incomplete');
    const client = await certified();
    await problem(await officerClient.post(certification), 409, 'province-certified');
    const status = await expectOk<ProvinceStatusView>(
      await officerClient.get('/api/provinces/12/status/2565'),
    );
    expect(status).toMatchObject({ total: 2, certified: 2, notCertified: 0, returned: 0, missing: [] });
    const form = await readForm(client, code);
    expect(form.provinceCertifiedAt).toBe(status.certifiedAt);
    const [event] = (await history(client, code)).items;
    const pinned = event!.data['laos'] as {
      laoCode: string;
      certifiedRevision: string;
      fingerprint: string;
    }[];
    expect(event!.type).toBe('ProvinceCertified');
    expect(pinned.find(({ laoCode }) => laoCode === code)).toEqual({
      laoCode: code,
      certifiedRevision: form.certifiedRevision,
      fingerprint: form.fingerprint,
    });
  });

  it('is certified as it was shown, or the answer says what has changed since', async () => {
    const officerClient = await officer();
    const [client, second] = [await lao(code), await lao(other)];
    for (const each of [code, other]) await fillAndCertify(await lao(each), each);
    const certification = '/api/provinces/12/certifications/2565';
    const shown = await officerClient.get('/api/provinces/12/status/2565');
    const seen = { 'if-match': shown.headers.get('etag')! };
    expect(seen['if-match']).toBe(`"${(await expectOk<ShownProvinceStatusView>(shown)).revision}"`);
    const form = await readForm(client, code);
    await expectOk(await officerClient.post(`${surveyPath(code)}/return`, { reason: 'แก้ไข' }));
    await expectOk(await save(client, code, 'economy', {}));
    const notes = [{ note: 'ตรวจแล้ว ถูกต้อง' }];
    await expectOk(await client.post(`${surveyPath(code)}/certification`, { notes }));
    expect((await readForm(officerClient, code)).lastReturn).toMatchObject({ reply: notes[0]!.note });

    const refused = await problem(await officerClient.post(certification, {}, seen), 412, 'province-changed');
    expect(refused['changes']).toMatchObject([
      { type: 'LaoReturned', laoCode: code, by: { role: 'province' } },
      { type: 'LaoCertified', laoCode: code, by: { role: 'lao' } },
    ]);
    const returned = await problem(
      await officerClient.post(
        `${surveyPath(code)}/return`,
        { reason: 'แก้ไข' },
        { 'if-match': `"${form.revision}"` },
      ),
      412,
      'revision-conflict',
    );
    expect(returned['changes']).toMatchObject([{ type: 'AspectSaved' }, { type: 'LaoCertified' }]);
    await problem(
      await second.post(`${surveyPath(other)}/certification`, {}, { 'if-match': '"0"' }),
      409,
      'survey-already-certified',
    );
    const again = await officerClient.get('/api/provinces/12/status/2565');
    await expectOk(await officerClient.post(certification, {}, { 'if-match': again.headers.get('etag')! }));
  });

  it('does not change until the department revokes the certification of the province', async () => {
    const client = await certified();
    const officerClient = await officer();
    await problem(
      await officerClient.post(`${surveyPath(code)}/return`, { reason: 'ช้าไป' }),
      409,
      'province-certified',
    );
    await problem(await save(client, code, 'economy', {}), 409, 'province-certified');
    const revocation = '/api/provinces/12/certifications/2565/revocation';
    await problem(await officerClient.post(revocation, { reason: 'ก' }), 403, 'not-allowed');
    await expectOk(await (await admin()).post(revocation, { reason: 'พบข้อมูลคลาดเคลื่อน' }));
    const status = await expectOk<ProvinceStatusView>(
      await officerClient.get('/api/provinces/12/status/2565'),
    );
    expect(status).toMatchObject({ certifiedAt: null, revokedReason: 'พบข้อมูลคลาดเคลื่อน', certified: 2 });
    expect((await readForm(client, code)).provinceCertifiedAt).toBeNull();
    await problem(await save(client, code, 'economy', {}), 409, 'survey-locked');
    await expectOk(await officerClient.post(`${surveyPath(code)}/return`, { reason: 'แก้ไขด้านเศรษฐกิจ' }));
    expect((await readForm(client, code)).status).toBe('returned');
  });
});

describe('sending again', () => {
  onOneServer();

  it('a save, a row or a certification with its key happens once and answers as the first time', async () => {
    const code = laoCodes[0]!;
    const client = await lao(code);
    await fillSurvey(client, code);
    const key = { 'idempotency-key': 'save-1' };
    const { revision } = await readForm(client, code);
    const path = `${surveyPath(code)}/aspects/other-services`;
    const once = async () => {
      const response = await client.put(path, { answers: {} }, { ...key, 'if-match': revision });
      return { status: response.status, body: await response.json() };
    };
    const first = await once();
    expect(first.status).toBe(200);
    const row = { groupId: 'other-services-list', title: 'บริการใหม่' };
    const addRow = async () => {
      const response = await client.post(`${path}/rows`, row, { 'idempotency-key': 'row-1' });
      return { status: response.status, body: (await response.json()) as { rowId: string } };
    };
    const rows = await Promise.all([addRow(), addRow(), addRow()]);
    expect(rows.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[2]).toEqual(rows[0]);
    expect(await once()).toEqual(first);
    const form = await readForm(client, code);
    expect(aspectOf(form, 'other-services').rows.map(({ id }) => id)).toEqual([rows[0].body.rowId]);
    await problem(
      await client.post(`${path}/rows`, { ...row, title: 'อื่น' }, { 'idempotency-key': 'row-1' }),
      422,
      'idempotency-key-reused',
    );
    await problem(
      await client.post(`${path}/rows`, row, { 'idempotency-key': 'save-1' }),
      422,
      'idempotency-key-reused',
    );
    expect((await readForm(client, code)).revision).toBe(form.revision);
    const rename = (title: string) =>
      client.put(`${path}/rows/${rows[0].body.rowId}`, { title }, { 'idempotency-key': 'title' });
    expect(await expectOk(await rename('บริการอื่น'))).toEqual(await expectOk(await rename('บริการอื่น')));
    await problem(await rename('อีกชื่อ'), 422, 'idempotency-key-reused');
    expect(aspectOf(await readForm(client, code), 'other-services').rows).toMatchObject([
      { id: rows[0].body.rowId, title: 'บริการอื่น' },
    ]);
    await problem(
      await client.put(`${path}/rows/${rows[0].body.rowId}`, { title: 'บริการอื่น' }),
      409,
      'title-unchanged',
    );
    await expectOk(await client.delete(`${path}/rows/${rows[0].body.rowId}`, { 'idempotency-key': 'gone' }));
    await expectOk(await client.delete(`${path}/rows/${rows[0].body.rowId}`, { 'idempotency-key': 'gone' }));
    expect(await addRow()).toEqual(rows[0]);
    const certify = () =>
      client.post(`${surveyPath(code)}/certification`, undefined, { 'idempotency-key': 'c' });
    expect(await expectOk(await certify())).toEqual(await expectOk(await certify()));
    const lines = (await history(client, code)).items.filter((item) => item.type === 'RowAdded');
    expect(lines.filter((item) => item.data['title'] === 'บริการใหม่')).toHaveLength(1);
  });
});

describe('scopes', () => {
  const other = '06100101';
  onOneServer();

  it.each([
    ['lao', ['/api/provinces/12/status/2565']],
    ['province', ['/api/provinces/11/status/2565', '/api/surveys?province=11']],
    ['auditor.12', ['/api/provinces/10/status/2565', '/api/surveys?province=10']],
  ])('%s reads nothing outside', async (role, paths) => {
    const hint = role === 'lao' ? `lao.${laoCodes[2]}` : role === 'province' ? 'province.12' : role;
    const client = await as(hint);
    const foreign = role === 'lao' ? laoCodes[3]! : other;
    const surveys = [
      surveyPath(foreign),
      `/api/audit/surveys/2565/${foreign}/history`,
      `/api/surveys?lao=${foreign}`,
    ];
    for (const path of [...paths, ...surveys]) {
      const refused = await problem(
        await client.get(path),
        403,
        path.includes('provinces/12') ? 'not-allowed' : 'out-of-scope',
      );
      expect(JSON.stringify(refused)).not.toContain('อบต.');
    }
    const unknown = await problem(await client.get(surveyPath('99999999')), 403, 'out-of-scope');
    expect(unknown.title).toBe('อยู่นอกขอบเขตของท่าน');
  });

  it('a list shows no person more than their scope', async () => {
    const own = await list(await lao(laoCodes[2]!));
    expect(own.items.map((item) => item.lao.code)).toEqual([laoCodes[2]]);
    expect((await list(await as('auditor.12'))).total).toBe(46);
    expect((await list(await auditor())).total).toBe(46);
    expect((await list(await admin())).total).toBe(46);
  });

  it('only an LAO changes its survey, only its officer reviews, only the administrator governs', async () => {
    const code = laoCodes[5]!;
    await fillAndCertify(await lao(code), code);
    const form = await readForm(await officer(), code);
    const commands: readonly [string, (client: Client) => Promise<Response>, readonly string[]][] = [
      [
        'save',
        (client) => client.put(`${surveyPath(code)}/aspects/economy`, { answers: {} }, { 'if-match': '*' }),
        ['lao'],
      ],
      [
        'row',
        (client) => client.post(`${surveyPath(code)}/aspects/economy/rows`, { groupId: 'x', title: 'x' }),
        ['lao'],
      ],
      ['remove', (client) => client.delete(`${surveyPath(code)}/aspects/economy/rows/x`), ['lao']],
      ['certify', (client) => client.post(`${surveyPath(code)}/certification`), ['lao']],
      ['return', (client) => client.post(`${surveyPath(code)}/return`, { reason: '' }), ['province']],
      ['certify province', (client) => client.post('/api/provinces/12/certifications/2599'), ['province']],
      [
        'revoke',
        (client) => client.post('/api/provinces/12/certifications/2565/revocation', { reason: '' }),
        ['admin'],
      ],
      ['open', (client) => client.post('/api/campaigns', {}), ['admin']],
      ['extend', (client) => client.post('/api/campaigns/2565/extension', {}), ['admin']],
      ['close', (client) => client.post('/api/campaigns/2999/closure', {}), ['admin']],
    ];
    const hints = [`lao.${code}`, 'province.12', 'auditor', 'auditor.12', 'admin'];
    for (const [name, send, allowed] of commands) {
      for (const hint of hints) {
        const response = await send(await as(hint));
        const may = allowed.includes(hint.split('.')[0]!);
        expect({ name, hint, refused: response.status === 403 }).toEqual({ name, hint, refused: !may });
        await response.body?.cancel();
      }
      await problem(
        await send(await lao(laoCodes[6]!)),
        403,
        allowed[0] === 'lao' ? 'out-of-scope' : 'not-allowed',
      );
      await problem(await send(anonymous(server.url)), 401, 'not-signed-in');
    }
    expect((await readForm(await officer(), code)).revision).toBe(form.revision);
  });

  it('say who one is', async () => {
    const me = await expectOk<object>(await (await lao(laoCodes[0]!)).get('/api/me'));
    expect(me).toMatchObject({
      sub: `lao.${laoCodes[0]}`,
      role: 'lao',
      lao: { code: laoCodes[0], province: { code: '12', name: 'นนทบุรี' } },
    });
    expect(await expectOk<object>(await (await admin()).get('/api/me'))).toMatchObject({
      role: 'admin',
      lao: null,
      province: null,
    });
  });

  it('hold for programs with a token as for people', async () => {
    const token = await accessToken(server.url, 'province.12');
    expect((await list(bearer(server.url, token))).total).toBe(46);
    await problem(await bearer(server.url, token).get(surveyPath(other)), 403, 'out-of-scope');
  });
});

describe('reference data', () => {
  onOneServer();

  it('is the directory, in list order', async () => {
    const client = await lao(laoCodes[0]!);
    const get = async (path: string) => expectOk<{ code: string; name: string }[]>(await client.get(path));
    expect((await get('/api/directory/provinces')).map(({ name }) => name)).toEqual(['นนทบุรี']);
    const districts = await get('/api/directory/districts?province=12');
    expect(districts.map(({ name }) => name)).toEqual([
      'ไทรน้อย',
      'บางกรวย',
      'บางบัวทอง',
      'บางใหญ่',
      'ปากเกร็ด',
      'เมืองนนทบุรี',
    ]);
    const laos = await get(`/api/directory/laos?province=12&district=${districts[0]!.code}`);
    expect(laos.map(({ name }) => name)).toEqual(vectors.nonthaburiList.slice(0, 8));
    const found = await get(`/api/directory/laos?q=${encodeURIComponent('บางไผ่')}`);
    expect(found.map(({ name }) => name)).toEqual(['อบต.บางไผ่']);
  });

  it('is the pinned questionnaire', async () => {
    const questionnaire = await expectOk<{ version: string; aspects: object[] }>(
      await (await lao(laoCodes[0]!)).get('/api/questionnaires/2565'),
    );
    expect(questionnaire.version).toBe('2565.1');
    expect(questionnaire.aspects).toHaveLength(6);
    await problem(await (await admin()).get('/api/questionnaires/2564'), 404, 'unknown-campaign');
  });
});

describe('live updates', () => {
  onOneServer();

  it('reach the people whose scope they touch, and no others', async () => {
    const [ours, theirs] = [laoCodes[1]!, laoCodes[2]!];
    for (const code of [ours, theirs]) await fillAndCertify(await lao(code), code);
    const listen = async (client: Client) => {
      const response = await client.get('/api/events', { accept: 'text/event-stream' });
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      return response.body!.pipeThrough(new TextDecoderStream()).getReader();
    };
    const heard = await Promise.all([
      listen(await officer()),
      listen(await lao(ours)),
      listen(await lao(theirs)),
    ]);
    const until = async (reader: Awaited<ReturnType<typeof listen>>, mark: string) => {
      let text = '';
      while (!text.includes(mark)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`the line ended after: ${text}`);
        text += value;
      }
      return text;
    };
    const officerClient = await officer();
    await expectOk(await officerClient.post(`${surveyPath(ours)}/return`, { reason: 'แก้ไข' }));
    await expectOk(await officerClient.post(`${surveyPath(theirs)}/return`, { reason: 'แก้ไข' }));
    const [officers, own, others] = await Promise.all([
      until(heard[0], theirs),
      until(heard[1], ours),
      until(heard[2], theirs),
    ]);
    expect(officers).toContain(ours);
    expect(own).toContain('"type":"LaoReturned"');
    expect(others).not.toContain(ours);
    await Promise.all(heard.map((reader) => reader.cancel()));
  });
});

describe('stopping', () => {
  it('does not wait for a browser that only listens', async () => {
    const short = await startServer();
    const line = await (await signIn(short.url, 'admin')).get('/api/events');
    await short.stop();
    await line.text();
  });
});

describe('campaigns', () => {
  onServersOfTheirOwn();

  const campaign = async (year: number) =>
    (await expectOk<CampaignView[]>(await (await admin()).get('/api/campaigns'))).find(
      ({ fiscalYear }) => fiscalYear === year,
    );

  it('open for a year, with a questionnaire for life', async () => {
    const adminClient = await admin();
    const body = { fiscalYear: 2566, questionnaireVersion: '2565.1', closesAt: '2023-12-31T00:00:00Z' };
    await problem(
      await adminClient.post('/api/campaigns', { ...body, fiscalYear: 2565 }),
      409,
      'campaign-exists',
    );
    await problem(
      await adminClient.post('/api/campaigns', { ...body, questionnaireVersion: '1' }),
      422,
      'unknown-questionnaire',
    );
    await problem(
      await adminClient.post('/api/campaigns', { ...body, provinces: ['99'] }),
      404,
      'unknown-province',
    );
    await problem(
      await adminClient.post('/api/campaigns', { ...body, closesAt: '2022-01-01T00:00:00Z' }),
      422,
      'invalid-window',
    );
    const days = { opensAt: '2023-01-01', closesAt: '2023-12-31' };
    const opened = await adminClient.post('/api/campaigns', { ...body, ...days });
    expect(opened.status).toBe(201);
    expect(await campaign(2566)).toMatchObject({
      state: 'scheduled',
      provinces: ['12'],
      opensAt: '2022-12-31T17:00:00.000Z',
      closesAt: '2023-12-31T16:59:59.999Z',
    });
    const code = laoCodes[3]!;
    const early = await (
      await lao(code)
    ).put(`${surveyPath(code, 2566)}/aspects/economy`, { answers: {} }, { 'if-match': '"-1"' });
    await problem(early, 409, 'campaign-not-open-yet');
    expect((await list(adminClient)).total).toBe(92);
    expect((await list(adminClient, '?fiscalYear=2566')).total).toBe(46);
    expect((await list(adminClient)).items[0]!.fiscalYear).toBe(2566);
  });

  it('close by hand, refuse every change, and open again when extended', async () => {
    const adminClient = await admin();
    const code = laoCodes[1]!;
    const client = await lao(code);
    await expectOk(await adminClient.post('/api/campaigns/2565/closure', { reason: 'ครบกำหนด' }));
    await problem(await adminClient.post('/api/campaigns/2565/closure', {}), 409, 'campaign-already-closed');
    expect(await campaign(2565)).toMatchObject({ state: 'closed' });
    const { revision } = await readForm(client, code);
    const closed = await problem(await save(client, code, 'economy', {}), 409, 'campaign-closed');
    expect(closed['closesAt']).toBe((await campaign(2565))!.closedAt);
    await problem(await client.post(`${surveyPath(code)}/certification`), 409, 'campaign-closed');
    await problem(
      await (await officer()).post(`${surveyPath(laoCodes[4]!)}/return`, { reason: 'ก' }),
      409,
      'campaign-closed',
    );
    expect((await readForm(client, code)).revision).toBe(revision);
    await expectOk(
      await adminClient.post('/api/campaigns/2565/extension', { closesAt: '2022-12-31T17:00:00Z' }),
    );
    await expectOk(await save(client, code, 'economy', {}));
    clock.moveTo('2022-12-31T17:00:00Z');
    await problem(await save(client, code, 'economy', {}), 409, 'campaign-closed');
    expect(await campaign(2565)).toMatchObject({ state: 'closed', closedAt: null });
  });
});
