import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedDomainEvent } from '../src/events/domain-event.js';
import { toDomainEvent } from '../src/events/upcasting.js';
import type { History } from '../src/history/history-view.js';
import { differenceBetween } from '../src/history/difference.js';
import type { ProvinceDifference, SurveyDifference } from '../src/history/difference-view.js';
import type { SurveyMomentView } from '../src/history/list-survey-moments.js';
import type { MilestoneView } from '../src/progress/list-milestones.js';
import type { CampaignProgress } from '../src/progress/get-progress.js';
import type { ShownProvinceStatusView } from '../src/lists/get-province-status.js';
import type { SurveyList } from '../src/lists/list-surveys.js';
import type { FormView } from '../src/form/form-view.js';
import { expectOk, fillAndCertify, readForm, surveyPath, type Written } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';
import { SurveyWorld } from './support/survey-world.js';

const survey = 'survey-2565.06110001';
const yes = { hasEService: true, steps: ['pay'], channels: ['website'], yearlyUsers: 5 };
const no = { hasEService: false, isNeeded: true };

const eventsOf = (world: SurveyWorld): readonly RecordedDomainEvent[] =>
  world.store.log.map((event) => toDomainEvent(event));

const answered = (world: SurveyWorld, rowId: string, answer: typeof yes | typeof no | null) =>
  world.record(survey, { type: 'AnswerRecorded', data: { aspectId: 'aspect-1', rowId, answer } });

describe('the difference between two points', () => {
  it('is the net change of each cell, with the last act that changed that cell', async () => {
    const world = new SurveyWorld();
    const from = await answered(world, 'row-1', yes);
    const steps = await answered(world, 'row-1', { ...yes, steps: ['apply', 'pay'] });
    const users = await answered(world, 'row-1', { ...yes, steps: ['apply', 'pay'], yearlyUsers: 7 });
    const difference = differenceBetween(eventsOf(world), from, users);
    expect(difference.cells).toMatchObject([
      { rowId: 'row-1', field: 'steps', before: ['pay'], after: ['apply', 'pay'], position: steps },
      { rowId: 'row-1', field: 'yearlyUsers', before: 5, after: 7, position: users },
    ]);
    expect(differenceBetween(eventsOf(world), -1n, from).cells).toHaveLength(4);
  });

  it('leaves out a cell that returned to its old value', async () => {
    const world = new SurveyWorld();
    const from = await answered(world, 'row-1', yes);
    await answered(world, 'row-1', no);
    const to = await answered(world, 'row-1', yes);
    expect(differenceBetween(eventsOf(world), from, to).cells).toEqual([]);
  });

  it('has rows that came or went, with the answers that were lost, but not those that did both', async () => {
    const world = new SurveyWorld();
    const row = (rowId: string) => ({ aspectId: 'aspect-1', groupId: 'group-1', rowId, title: rowId });
    await world.record(survey, { type: 'RowAdded', data: row('old') });
    const from = await answered(world, 'old', yes);
    await world.record(survey, { type: 'RowAdded', data: row('new') });
    await world.record(survey, { type: 'RowAdded', data: row('brief') });
    await answered(world, 'brief', yes);
    await world.record(survey, { type: 'RowRemoved', data: { aspectId: 'aspect-1', rowId: 'brief' } });
    const to = await world.record(survey, {
      type: 'RowRemoved',
      data: { aspectId: 'aspect-1', rowId: 'old' },
    });
    const difference = differenceBetween(eventsOf(world), from, to);
    expect(difference.rowsAdded.map(({ rowId }) => rowId)).toEqual(['new']);
    expect(difference.rowsRemoved).toMatchObject([{ rowId: 'old', position: to }]);
    expect(difference.cells.map(({ rowId, field, after }) => [rowId, field, after])).toEqual([
      ['old', 'hasEService', null],
      ['old', 'steps', null],
      ['old', 'channels', null],
      ['old', 'yearlyUsers', null],
    ]);
  });

  it('has rows whose title was corrected, unless it was set back', async () => {
    const world = new SurveyWorld();
    const add = (rowId: string) =>
      world.record(survey, {
        type: 'RowAdded',
        data: { aspectId: 'aspect-1', groupId: 'group-1', rowId, title: rowId },
      });
    const rename = (rowId: string, title: string) =>
      world.record(survey, { type: 'RowRenamed', data: { aspectId: 'aspect-1', rowId, title } });
    await add('one');
    const from = await add('two');
    await rename('one', 'first');
    await rename('two', 'second');
    await rename('one', 'one');
    const to = await rename('two', 'the second');
    const { rowsRenamed } = differenceBetween(eventsOf(world), from, to);
    expect(rowsRenamed).toMatchObject([{ rowId: 'two', before: 'two', after: 'the second', position: to }]);
  });

  it('has saves, certifications and returns, and the status at both ends', async () => {
    const world = new SurveyWorld();
    const from = await world.record(survey, { type: 'AspectSaved', data: { aspectId: 'aspect-1' } });
    await world.record(survey, { type: 'AspectSaved', data: { aspectId: 'aspect-1' } });
    await world.record(survey, {
      type: 'LaoCertified',
      data: { fingerprint: '00', questionnaireVersion: '1', notes: [] },
    });
    const to = await world.record('province-2565.11', {
      type: 'LaoReturned',
      data: { laoCode: '06110001', certifiedRevision: '2', reason: 'ยอดไม่ตรง', rows: [] },
    });
    expect(differenceBetween(eventsOf(world), from, to)).toMatchObject({
      statusBefore: 'not-certified',
      statusAfter: 'returned',
      aspectsSaved: [{ aspectId: 'aspect-1', position: from + 1n }],
      statusChanges: [{ type: 'LaoCertified' }, { type: 'LaoReturned', reason: 'ยอดไม่ตรง' }],
    });
  });
});

describe('over HTTP', () => {
  const code = '03120102';
  let server: TestServer;
  let clerk: Client;
  let officer: Client;
  let auditor: Client;
  let certified: Written;
  let beforeReturn: {
    form: FormView;
    list: SurveyList;
    province: ShownProvinceStatusView;
    progress: CampaignProgress;
  };
  let corrected: Written;

  const diff = async (query: string) =>
    expectOk<SurveyDifference>(await officer.get(`/api/audit/surveys/2565/${code}/diff?${query}`));
  const provinceDiff = async (query: string) =>
    expectOk<ProvinceDifference>(await officer.get(`/api/audit/provinces/12/2565/diff?${query}`));
  const refused = async (client: Client, path: string, status: number, problem: string) => {
    const response = await client.get(path);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, problem]);
  };
  const served = async (at: string) => ({
    form: await expectOk<FormView>(await officer.get(`${surveyPath(code)}${at}`)),
    list: await expectOk<SurveyList>(await officer.get(`/api/surveys${at}`)),
    province: await expectOk<ShownProvinceStatusView>(
      await officer.get(`/api/provinces/12/status/2565${at}`),
    ),
    progress: await expectOk<CampaignProgress>(await auditor.get(`/api/progress/2565${at}`)),
  });

  beforeAll(async () => {
    server = await startServer();
    clerk = await signIn(server.url, `lao.${code}`);
    officer = await signIn(server.url, 'province.12');
    auditor = await signIn(server.url, 'auditor');
    certified = await fillAndCertify(clerk, code);
    beforeReturn = await served('');
    await expectOk(await officer.post(`${surveyPath(code)}/return`, { reason: 'ยอดผู้ใช้ไม่ตรง' }));
    const { revision, aspects } = await readForm(clerk, code);
    const { id, rows } = aspects[1]!;
    const answers = { [rows[0]!.id]: { hasEService: false, isNeeded: false } };
    corrected = await expectOk<Written>(
      await clerk.put(`${surveyPath(code)}/aspects/${id}`, { answers }, { 'if-match': `"${revision}"` }),
    );
  }, 30_000);
  afterAll(() => server.stop());

  it('every read call answers as it did then, by position and by instant', async () => {
    expect(await served(`?at=${certified.position}`)).toEqual(beforeReturn);
    const time = beforeReturn.form.certifiedAt!;
    expect(await served(`?at=${encodeURIComponent(time)}`)).toEqual(beforeReturn);
    expect(beforeReturn.progress).toMatchObject({
      total: 46,
      certified: 1,
      notStarted: 45,
      provincesCertified: 0,
    });
    expect((await served('')).progress).toMatchObject({ certified: 0, returned: 1 });
    const form = await officer.get(`${surveyPath(code)}?at=${certified.position}`);
    expect(form.headers.get('etag')).not.toBe(`"${beforeReturn.form.revision}"`);
  });

  it('a moment that is invalid or in the future is refused with its code', async () => {
    const paths = [surveyPath(code), '/api/surveys', '/api/provinces/12/status/2565', '/api/progress/2565'];
    for (const path of paths) {
      for (const at of ['yesterday', '2022-11-07T00:00:00', '-1', '1.5', '']) {
        await refused(officer, `${path}?at=${at}`, 422, 'invalid-request');
      }
      await refused(officer, `${path}?at=1&at=2`, 422, 'invalid-request');
      await refused(officer, `${path}?at=999999`, 404, 'unknown-position');
      await refused(officer, `${path}?at=2999-01-01T00:00:00Z`, 422, 'moment-to-come');
    }
    await refused(officer, `${surveyPath(code)}?at=2001-01-01T00:00:00Z`, 404, 'unknown-campaign');
  });

  it('no person sees more of the past than of the present', async () => {
    await refused(clerk, '/api/progress/2565?at=1', 403, 'not-allowed');
    await refused(clerk, '/api/progress/2565/milestones', 403, 'not-allowed');
    await refused(officer, '/api/provinces/11/status/2565?at=1', 403, 'out-of-scope');
    await refused(officer, '/api/progress/2565/milestones?province=11', 403, 'out-of-scope');
    await refused(clerk, '/api/audit/surveys/2565/06120106/diff?from=1', 403, 'out-of-scope');
    await refused(clerk, '/api/audit/provinces/12/2565/diff?from=1', 403, 'not-allowed');
    const own = await expectOk<SurveyList>(await clerk.get(`/api/surveys?at=${certified.position}`));
    expect(own.items.map(({ lao }) => lao.code)).toEqual([code]);
  });

  it('the milestones of a round are the marks of the slider', async () => {
    const all = await expectOk<MilestoneView[]>(await auditor.get('/api/progress/2565/milestones'));
    expect(all.map(({ type }) => type)).toEqual(['CampaignOpened', 'LaoCertified', 'LaoReturned']);
    expect(all[1]).toMatchObject({ position: certified.position, province: { code: '12' }, lao: { code } });
    expect(await expectOk(await officer.get('/api/progress/2565/milestones?province=12'))).toEqual(all);
  });

  it('a survey’s difference names the cells, who, when and how the status moved', async () => {
    const difference = await diff(`from=${certified.position}`);
    expect(difference).toMatchObject({ statusBefore: 'certified', statusAfter: 'returned', rowsAdded: [] });
    expect(difference.cells[0]).toMatchObject({
      field: 'hasEService',
      before: true,
      after: false,
      by: { role: 'lao', laoCode: code, name: expect.any(String) },
      position: expect.any(String),
    });
    expect(difference.statusChanges).toMatchObject([{ type: 'LaoReturned', reason: 'ยอดผู้ใช้ไม่ตรง' }]);
    const byRevision = await diff(`from=revision:${certified.revision}&to=revision:${corrected.revision}`);
    expect(byRevision.cells).toEqual(difference.cells);
    expect((await diff(`from=revision:-1&to=${certified.position}`)).cells.length).toBeGreaterThan(100);
    const path = `/api/audit/surveys/2565/${code}/diff`;
    await refused(officer, `${path}?from=${corrected.position}&to=1`, 422, 'invalid-request');
    await refused(officer, `${path}?from=revision:99999`, 404, 'unknown-revision');
    await refused(officer, `${path}?from=revision:x`, 422, 'invalid-request');
    await refused(officer, path, 422, 'invalid-request');
  });

  it('a province’s difference names each LAO that changed, since any of the points an officer asks for', async () => {
    for (const query of ['since=certified', 'since=returned', `from=${certified.position}`]) {
      const { laos } = await provinceDiff(query);
      expect(laos.map(({ lao }) => lao.code)).toEqual([code]);
      expect(laos[0]!.cells[0]).toMatchObject({ field: 'hasEService', before: true, after: false });
    }
    expect((await provinceDiff(`since=certified&to=${certified.position}`)).laos).toEqual([]);
    expect((await provinceDiff(`from=${corrected.position}`)).laos).toEqual([]);
    const path = '/api/audit/provinces/12/2565/diff';
    await refused(officer, path, 422, 'invalid-request');
    await refused(officer, `${path}?from=1&since=certified`, 422, 'invalid-request');
    await refused(officer, `/api/audit/provinces/12/2599/diff?from=1`, 404, 'unknown-campaign');
  });

  it('the history and the difference agree on what happened last', async () => {
    const history = await expectOk<History>(await officer.get(`/api/audit/surveys/2565/${code}/history`));
    const difference = await diff(`from=${certified.position}`);
    const { cells, rowsAdded, rowsRemoved, rowsRenamed, aspectsSaved, statusChanges } = difference;
    const changes = [cells, rowsAdded, rowsRemoved, rowsRenamed, aspectsSaved, statusChanges].flat();
    const positions = changes.map(({ position }) => Number(position));
    expect(Math.max(...positions)).toBe(Number(history.items[0]!.position));
    const moments = await expectOk<SurveyMomentView[]>(
      await officer.get(`/api/audit/surveys/2565/${code}/moments`),
    );
    const all = await expectOk<History>(
      await officer.get(`/api/audit/surveys/2565/${code}/history?pageSize=500`),
    );
    const fromCampaign = { type: 'CampaignOpened', revision: null };
    expect(moments[0]).toMatchObject(fromCampaign);
    expect(moments.slice(1).map(({ position }) => position)).toEqual(
      all.items.map(({ position }) => position).toReversed(),
    );
  });
});
