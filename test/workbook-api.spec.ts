import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStore } from '../src/event-store/event-store.js';
import { XLSX } from '../src/http/body-limits.js';
import { surveyStream } from '../src/events/streams.js';
import type { WorkbookDifferencesView } from '../src/workbook/workbook-view.js';
import { completeAnswers, expectOk, readForm, surveyPath } from './support/fill.js';
import { hostileWorkbooks } from './support/hostile-workbooks.js';
import { startServer, type TestServer } from './support/server.js';
import { CookieJar, signIn, type Client } from './support/sign-in.js';
import { typed } from './support/workbook-edits.js';

const code = '03120102';
const path = `${surveyPath(code)}/form.xlsx`;
const service = 'newborn-grant-registration';
const SLOW = 120_000;

let server: TestServer;
let lao: Client;
let officer: Client;
let blank: Buffer;
const jars = { lao: new CookieJar(), officer: new CookieJar() };

beforeAll(async () => {
  server = await startServer();
  [lao, officer] = await Promise.all([
    signIn(server.url, `lao.${code}`, jars.lao),
    signIn(server.url, 'province.12', jars.officer),
  ]);
  blank = await download(lao);
});
afterAll(() => server.stop());

const download = async (who: Client): Promise<Buffer> => {
  const response = await who.get(path);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, XLSX]);
  return Buffer.from(await response.arrayBuffer());
};
const post = (
  who: keyof typeof jars,
  to: string,
  body: Uint8Array<ArrayBuffer>,
  type = XLSX,
): Promise<Response> =>
  jars[who].fetch(new URL(to, server.url), { method: 'POST', body, headers: { 'content-type': type } });
const upload = (who: keyof typeof jars, body: Uint8Array<ArrayBuffer>, type = XLSX): Promise<Response> =>
  post(who, `${path}/differences`, body, type);
const differences = async (file: Uint8Array): Promise<WorkbookDifferencesView> =>
  expectOk<WorkbookDifferencesView>(await upload('lao', new Uint8Array(file)));
const events = async () =>
  (await server.application.get(EventStore).readStream(surveyStream(2565, code))).length;

describe('hostile files', () => {
  it(
    'get a clear answer each, and the server goes on',
    async () => {
      for (const { what, file, answer } of hostileWorkbooks(blank)) {
        const response = await upload('lao', new Uint8Array(file));
        const body = (await response.json()) as WorkbookDifferencesView & { code?: string };
        const unchanged = body.rows?.length === 0 && body.faults?.length === 0 ? 'unchanged' : undefined;
        const said = body.code ?? unchanged ?? `fault ${body.faults[0]?.code}`;
        expect([what, said]).toEqual([what, answer]);
      }
      expect(await events()).toBe(0);
    },
    SLOW,
  );

  it('are refused by their size and type before they are read', async () => {
    const large = await upload('lao', new Uint8Array(2 * 1024 * 1024 + 1));
    expect([large.status, ((await large.json()) as { code: string }).code]).toEqual([413, 'body-too-large']);
    const json = await upload('lao', new TextEncoder().encode('{}'), 'application/json');
    expect([json.status, ((await json.json()) as { detail: string }).detail]).toEqual([
      415,
      expect.stringContaining(XLSX),
    ]);
    const elsewhere = await post('lao', `${surveyPath(code)}/certification`, new Uint8Array(blank));
    expect(elsewhere.status).toBe(415);
  });
});

describe('a form as a workbook, over HTTP', () => {
  it('is the same for everyone who may see the form, and is taken back from its LAO alone', async () => {
    expect((await download(officer)).equals(blank)).toBe(true);
    expect((await upload('officer', new Uint8Array(blank))).status).toBe(403);
    const other = await signIn(server.url, 'lao.04120104');
    expect((await other.get(path)).status).toBe(403);
  });

  it('says what a filled one has otherwise, with what was saved since, and records nothing', async () => {
    const edits = [
      { row: service, column: 'hasEService', text: 'มี' },
      { row: service, column: 'yearlyUsers', text: 'มาก' },
      { row: 'school-enrolment', column: 'hasEService', text: 'ไม่มี' },
    ];
    const file = typed(blank, edits);
    const fresh = await differences(file);
    expect(fresh).toMatchObject({
      fileRevision: '-1',
      revision: '-1',
      changes: [],
      newRows: [],
      faultCount: 1,
    });
    expect(fresh.rows.map(({ rowId, answer }) => [rowId, answer])).toEqual([
      [service, { hasEService: true }],
      ['school-enrolment', { hasEService: false }],
    ]);
    expect(fresh.faults).toEqual([
      {
        sheet: 'ด้านที่ 1',
        cell: 'V6',
        code: 'not-a-count',
        th: '“มาก” ไม่ใช่จำนวน',
        en: '"มาก" is not a number',
      },
    ]);
    expect(await events()).toBe(0);

    const [aspect] = (await readForm(lao, code)).aspects;
    const answers = { ...completeAnswers(aspect!.rows), 'school-enrolment': { hasEService: false } };
    const saving = `${surveyPath(code)}/aspects/${aspect!.id}`;
    const saved = await lao.put(saving, { answers }, { 'if-match': '"-1"' });
    const { revision } = await expectOk<{ revision: string }>(saved);
    const stale = await differences(file);
    expect([stale.fileRevision, stale.revision]).toEqual(['-1', revision]);
    // Both answered the school in the same words.
    expect(stale.rows.map(({ rowId, base }) => [rowId, base])).toEqual([[service, null]]);
    expect(stale.changes).toHaveLength(aspect!.rows.length + 1);
    const again = await differences(await download(lao));
    expect([again.rows, again.newRows, again.faults]).toEqual([[], [], []]);
  });
});
