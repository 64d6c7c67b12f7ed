import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asJson } from '../src/basics/json.js';
import { SystemClock } from '../src/basics/clock.js';
import type { CampaignView } from '../src/campaign/list-campaigns.js';
import { DecideAndAppend } from '../src/commands/decide-and-append.js';
import { systemActor } from '../src/events/actor.js';
import type { FormView } from '../src/form/form-view.js';
import type { History } from '../src/history/history-view.js';
import { completePublications } from '../src/publication/complete-publications.js';
import type { PublishedQuestionnaireView } from '../src/publication/list-questionnaires.js';
import { decidePublishQuestionnaire } from '../src/publication/publication-decisions.js';
import { PublishQuestionnaireHandler } from '../src/publication/publish-questionnaire.js';
import { QuestionnaireLibrary } from '../src/publication/questionnaire-library.js';
import { loadQuestionnaires } from '../src/questionnaire/load-questionnaires.js';
import { questionnaireDifference } from '../src/questionnaire/questionnaire-difference.js';
import { LARGEST_QUESTIONNAIRE, questionnaireFaults } from '../src/questionnaire/questionnaire-faults.js';
import type { Questionnaire, StandardRow } from '../src/questionnaire/questionnaire.js';
import { expectOk, fillAndCertify, readForm, surveyPath } from './support/fill.js';
import { MemoryEventStore } from './support/memory-event-store.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';
import { directoryOf } from './web/support/survey.js';

const [shipped] = loadQuestionnaires('data') as [Questionnaire];

/** A later version: the rows of one group are others. */
const edited = (version: string, change: (rows: readonly StandardRow[]) => readonly StandardRow[]) => {
  const [aspect, ...aspects] = shipped.aspects;
  const [group, ...groups] = aspect!.groups;
  const rows = change(group!.rows).map((row, index) => ({ ...row, order: index + 1 }));
  return {
    ...shipped,
    version,
    fiscalYear: Number(version.slice(0, 4)),
    aspects: [{ ...aspect!, groups: [{ ...group!, rows }, ...groups] }, ...aspects],
  };
};
const newRow: StandardRow = {
  id: 'row-new',
  titleTh: 'งานใหม่',
  titleEn: 'New work',
  helpTh: 'นับเฉพาะคำขอที่ยื่นทางอินเทอร์เน็ต',
  helpEn: 'Count only requests over the internet',
  kind: 'service',
  order: 0,
};
const next = edited('2566.1', (rows) => [...rows.slice(1), newRow]);

describe('a version', () => {
  it('is published as the document was sent', () => {
    expect(decidePublishQuestionnaire(undefined, shipped)).toEqual([
      { type: 'QuestionnairePublished', data: { questionnaire: shipped } },
    ]);
  });

  it('never changes', () => {
    const published = { questionnaire: shipped, position: 1n, at: '2022-11-07T02:00:00.000Z' };
    expect(() => decidePublishQuestionnaire(published, shipped)).toThrow(
      expect.objectContaining({ code: 'questionnaire-published', status: 409 }),
    );
  });

  it('has every fault named by its path', () => {
    const [aspect, ...aspects] = shipped.aspects;
    const [group, ...groups] = aspect!.groups;
    const [row, second, ...rows] = group!.rows;
    const wrong = {
      ...shipped,
      version: 'first',
      fiscalYear: 2022,
      note: ['\ud800'],
      channels: [],
      aspects: [
        {
          ...aspect,
          groups: [
            {
              ...group,
              rows: [{ ...row, titleTh: ' ', helpTh: 7 }, { ...second, id: row!.id }, 'a row', ...rows],
            },
            ...groups,
          ],
        },
        ...aspects.slice(1),
      ],
    };
    const inGroup = 'aspects.0.groups.0.rows';
    expect(questionnaireFaults(wrong).map(({ path, code }) => `${path} ${code}`)).toEqual(
      expect.arrayContaining([
        'version bad-version',
        'fiscalYear bad-year',
        'note.0 text-broken-unicode',
        'channels list-empty',
        'aspects list-length',
        `${inGroup}.0.titleTh text-blank`,
        `${inGroup}.0.helpTh text-not-a-string`,
        `${inGroup}.1.id id-twice`,
        `${inGroup}.2 not-an-object`,
        `${inGroup}.3.order wrong-number`,
        'aspects.1.number wrong-number',
      ]),
    );
  });

  it('stays well below what an event store takes at once', () => {
    const large = { ...shipped, note: 'ก'.repeat(LARGEST_QUESTIONNAIRE / 3) };
    expect(questionnaireFaults(large)).toEqual([expect.objectContaining({ path: '', code: 'too-large' })]);
    expect(() => decidePublishQuestionnaire(undefined, large)).toThrow(
      expect.objectContaining({ code: 'invalid-questionnaire' }),
    );
  });

  it('is published once by two first starts at the same time', async () => {
    const eventStore = new MemoryEventStore();
    const start = () => {
      const decideAndAppend = new DecideAndAppend(eventStore, new SystemClock());
      return completePublications({
        eventStore,
        rounds: [],
        library: new QuestionnaireLibrary(decideAndAppend),
        publish: new PublishQuestionnaireHandler(decideAndAppend),
        files: () => [shipped],
        questionnaireDir: 'data',
        firstStart: true,
      });
    };
    await Promise.all([start(), start()]);
    await start();
    expect(eventStore.log).toMatchObject([
      {
        type: 'QuestionnairePublished',
        stream: 'questionnaire-2565.1',
        data: { questionnaire: asJson(shipped) },
      },
    ]);
    expect(eventStore.log[0]!.metadata['actor']).toEqual(systemActor);
  });
});

describe('two versions', () => {
  const ids = (parts: readonly { readonly id: string }[]) => parts.map(({ id }) => id);
  const changed = (parts: readonly { readonly before: { readonly id: string } }[]) =>
    parts.map(({ before }) => before.id);

  it('differ in what was added, is gone, was renamed, moved or explained, by id', () => {
    const [first, second, third] = shipped.aspects[0]!.groups[0]!.rows;
    const later = edited('2566.2', ([, , , ...rows]) => [
      { ...third!, titleTh: 'ชื่อใหม่' },
      { ...second!, helpTh: 'คำอธิบาย' },
      ...rows,
      newRow,
    ]);
    const difference = questionnaireDifference(shipped, later);
    expect(ids(difference.added)).toEqual(['row-new']);
    expect(ids(difference.gone)).toEqual([first!.id]);
    expect(changed(difference.renamed)).toEqual([third!.id]);
    expect(changed(difference.moved)).toHaveLength(1);
    expect(changed(difference.changed)).toEqual([second!.id]);
  });

  it('are the same when nothing is another', () => {
    const nothing = { added: [], gone: [], renamed: [], moved: [], changed: [] };
    expect(questionnaireDifference(shipped, shipped)).toEqual(nothing);
  });

  it('one row that goes to the end of its group moves alone', () => {
    const [first] = shipped.aspects[0]!.groups[0]!.rows;
    const moved = edited('2566.3', ([row, ...rows]) => [...rows, row!]);
    expect(changed(questionnaireDifference(shipped, moved).moved)).toEqual([first!.id]);
  });
});

describe('over HTTP', () => {
  const code = '03120102';
  let dataDir: string;
  let directoryDir: string;
  let server: TestServer;
  let admin: Client;

  beforeAll(async () => {
    directoryDir = await directoryOf([code]);
    dataDir = mkdtempSync(join(tmpdir(), 'questionnaires-'));
    server = await startServer({ dataDir, directoryDir });
    admin = await signIn(server.url, 'admin');
  });
  afterAll(async () => {
    await server.stop();
    for (const folder of [dataDir, directoryDir]) await rm(folder, { recursive: true });
  });

  const list = async () => expectOk<PublishedQuestionnaireView[]>(await admin.get('/api/questionnaires'));
  const refusal = async (response: Response) => {
    const { code, ...rest } = (await response.json()) as { code: string; violations: object[] };
    return { status: response.status, code, ...rest };
  };

  it('the first start published the shipped version, which anyone signed in reads by its number', async () => {
    expect(await list()).toMatchObject([
      { version: '2565.1', fiscalYear: 2565, rows: 64, by: { role: 'system' }, usedBy: [2565] },
    ]);
    const clerk = await signIn(server.url, `lao.${code}`);
    expect(await expectOk(await clerk.get('/api/questionnaires/2565.1'))).toEqual(shipped);
    expect(await expectOk(await clerk.get('/api/questionnaires/2565'))).toEqual(shipped);
    expect(await refusal(await clerk.get('/api/questionnaires/2565.9'))).toMatchObject({
      status: 404,
      code: 'unknown-questionnaire',
    });
    expect((await clerk.get('/api/questionnaires')).status).toBe(403);
    expect((await clerk.post('/api/questionnaires', next)).status).toBe(403);
  });

  it('a document with faults is refused, each in Thai and English', async () => {
    const wrong = edited('2566.1', (rows) => [{ ...rows[0]!, titleEn: '' }, ...rows.slice(1)]);
    expect(await refusal(await admin.post('/api/questionnaires', wrong))).toMatchObject({
      status: 422,
      code: 'invalid-questionnaire',
      count: 1,
      violations: [
        {
          path: 'aspects.0.groups.0.rows.0.titleEn',
          code: 'text-blank',
          th: 'เป็นข้อความว่าง',
          en: 'is blank',
        },
      ],
    });
    for (const body of [{}, [], { ...shipped, version: 7 }]) {
      expect(await refusal(await admin.post('/api/questionnaires', body))).toMatchObject({ status: 422 });
    }
  });

  it('a round opens on a published version only, and pins it', async () => {
    const closesAt = new Date(Date.now() + 86_400_000).toISOString();
    const open = { fiscalYear: 2566, questionnaireVersion: '2566.1', closesAt };
    expect(await refusal(await admin.post('/api/campaigns', open))).toMatchObject({
      status: 422,
      code: 'unknown-questionnaire',
    });
    const key = { 'idempotency-key': 'publish-2566' };
    const published = await expectOk(await admin.post('/api/questionnaires', next, key));
    expect(await expectOk(await admin.post('/api/questionnaires', next, key))).toEqual(published);
    expect(await refusal(await admin.post('/api/questionnaires', next))).toMatchObject({
      status: 409,
      code: 'questionnaire-published',
    });
    // Without a version the round takes the latest one of its year.
    await expectOk(await admin.post('/api/campaigns', { fiscalYear: 2566, closesAt }));
    const [campaign] = await expectOk<CampaignView[]>(await admin.get('/api/campaigns'));
    expect(campaign).toMatchObject({ fiscalYear: 2566, questionnaireVersion: '2566.1' });
    expect((await list()).map(({ version, usedBy }) => [version, usedBy])).toEqual([
      ['2565.1', [2565]],
      ['2566.1', [2566]],
    ]);
    const form = await readForm(await signIn(server.url, `lao.${code}`), code, 2566);
    expect(form.aspects[0]!.rows.map(({ id }) => id)).toContain('row-new');
  });

  it('the trail of the year tells who published it', async () => {
    const trail = await expectOk<History>(
      await admin.get('/api/audit/campaigns/2566/history?type=QuestionnairePublished'),
    );
    expect(trail.items).toMatchObject([
      { type: 'QuestionnairePublished', data: { version: '2566.1', rows: 64 }, actor: { role: 'admin' } },
    ]);
  });

  it('after a restart nothing reads a file', async () => {
    await fillAndCertify(await signIn(server.url, `lao.${code}`), code);
    const before = await expectOk<FormView>(await admin.get(surveyPath(code)));
    await server.stop();
    server = await startServer({
      dataDir,
      directoryDir,
      env: { QUESTIONNAIRE_DIR: mkdtempSync(join(tmpdir(), 'no-questionnaire-')) },
    });
    admin = await signIn(server.url, 'admin');
    expect(await expectOk(await admin.get(surveyPath(code)))).toEqual(before);
    for (const path of [
      '/api/questionnaires/2565.1',
      `/api/surveys/2565/${code}?at=${encodeURIComponent(new Date().toISOString())}`,
      `/api/surveys/2565/${code}/receipt`,
      `/api/audit/surveys/2565/${code}/history`,
      `/api/audit/surveys/2565/${code}/package`,
      '/api/provinces/12/status/2565',
      '/api/progress/2565',
    ]) {
      expect([path, (await admin.get(path)).status]).toEqual([path, 200]);
    }
    expect(await list()).toHaveLength(2);
    await fillAndCertify(await signIn(server.url, `lao.${code}`), code, 2566);
  });
});
