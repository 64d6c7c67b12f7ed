import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { PersonView } from '../src/personal-data/get-person.js';
import type { CertificationTable } from '../src/history/certification-times-view.js';
import type { SurveyDifference, ProvinceDifference } from '../src/history/difference-view.js';
import type { History } from '../src/history/history-view.js';
import type { SurveyMomentView } from '../src/history/list-survey-moments.js';
import type { ComparisonView } from '../src/read-model-comparison/comparison-view.js';
import type {
  CheckpointView,
  ConsistencyProofView,
  InclusionProofView,
  VerificationView,
} from '../src/evidence/verification/evidence-views.js';
import { leafData } from '../src/evidence/tree/log-tree.js';
import { verifyConsistency, verifyInclusion } from './support/merkle-proof.js';
import { leafHash } from '../src/evidence/tree/merkle-tree.js';
import type { MilestoneView } from '../src/progress/list-milestones.js';
import type { AuditReadList } from '../src/access-log/list-audit-reads.js';
import type { ReceiptVerification } from '../src/receipts/verify-fingerprint.js';
import { onEngines, type Engines } from './support/engine-combinations.js';
import { expectOk, fillSurvey, readForm, surveyPath, type Written } from './support/fill.js';
import { pdfPages } from './support/pdf-text.js';
import { startServer, type TestServer } from './support/server.js';
import { anonymous, signIn, type Client } from './support/sign-in.js';
import { directoryOf } from './web/support/survey.js';

const [city, town] = ['03120102', '05120501'] as const;
const province = '/api/provinces/12/certifications/2565';
const certifying = [
  'LaoCertified',
  'LaoCertified',
  'LaoReturned',
  'LaoCertified',
  'ProvinceCertified',
] as const;
const base64 = (text: string): Buffer => Buffer.from(text, 'base64');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

onEngines('What an auditor can prove', (open) => {
  let engines: Engines;
  let directoryDir: string;
  let server: TestServer;
  let clerk: Client;
  let townClerk: Client;
  let officer: Client;
  let auditor: Client;
  let admin: Client;
  /** What was shown right after each act that changed a status. */
  const shownAfter: { readonly act: Written; readonly shown: object }[] = [];
  let firstFingerprint: string;

  const get = async <T>(client: Client, path: string): Promise<T> => expectOk<T>(await client.get(path));
  const shown = async (query: string) => ({
    form: await get(officer, `${surveyPath(city)}?${query}`),
    list: await get(officer, `/api/surveys?${query}`),
    province: await get(officer, `/api/provinces/12/status/2565?${query}`),
    progress: await get(auditor, `/api/progress/2565?${query}`),
  });
  const act = async (by: Client, path: string, body?: object): Promise<Written> => {
    const done = await expectOk<Written>(await by.post(path, body));
    shownAfter.push({ act: done, shown: await shown(`after=${done.position}`) });
    return done;
  };
  const correct = async (): Promise<void> => {
    const { id, rows } = (await readForm(clerk, city)).aspects[1]!;
    const answers = { [rows[0]!.id]: { hasEService: false, isNeeded: false } };
    const path = `${surveyPath(city)}/aspects/${id}`;
    const { position } = await expectOk<Written>(await clerk.put(path, { answers }, { 'if-match': '*' }));
    await get(clerk, `${surveyPath(city)}?after=${position}`);
  };

  beforeAll(async () => {
    engines = await open();
    directoryDir = await directoryOf([city, town]);
    server = await startServer({ directoryDir, env: { ...engines.env, COMPARE_EVERY: 'off' } });
    [clerk, townClerk, officer, auditor, admin] = (await Promise.all(
      [`lao.${city}`, `lao.${town}`, 'province.12', 'auditor', 'admin'].map((who) => signIn(server.url, who)),
    )) as [Client, Client, Client, Client, Client];
    await fillSurvey(clerk, city);
    await fillSurvey(townClerk, town);
    await act(clerk, `${surveyPath(city)}/certification`);
    firstFingerprint = (await readForm(clerk, city)).fingerprint!;
    await act(townClerk, `${surveyPath(town)}/certification`);
    await act(officer, `${surveyPath(city)}/return`, { reason: 'ยอดผู้ใช้ไม่ตรง' });
    await correct();
    await act(clerk, `${surveyPath(city)}/certification`);
    await act(officer, province);
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await engines?.end();
    await rm(directoryDir, { recursive: true, force: true });
  });

  const positionsOf = (items: readonly { readonly type: string; readonly position: string }[]) =>
    items
      .filter(({ type }) => (certifying as readonly string[]).includes(type))
      .map(({ position }) => position);
  const acts = () => shownAfter.map(({ act: { position } }) => position);

  it('the past is shown at every position as it was served then, forwards and backwards, and at an instant', async () => {
    for (const { act, shown: then } of [...shownAfter, ...shownAfter.toReversed()]) {
      expect(await shown(`at=${act.position}`)).toEqual(then);
    }
    const { certifiedAt } = await readForm(officer, town);
    expect(await shown(`at=${encodeURIComponent(certifiedAt!)}`)).toEqual(shownAfter[1]!.shown);
  }, 30_000);

  it('the histories of a survey, the province and the round agree with the marks on the slider', async () => {
    const history = (of: string) => get<History>(auditor, `/api/audit/${of}/history?pageSize=500`);
    const campaign = await history('campaigns/2565');
    expect(positionsOf(campaign.items.toReversed())).toEqual(acts());
    const ofProvince = await history('provinces/12/2565');
    expect(ofProvince.total).toBe(campaign.total - 2); // but for the questionnaire and the opening
    const survey = await history(`surveys/2565/${city}`);
    expect(positionsOf(survey.items.toReversed())).toEqual(acts().toSpliced(1, 1));
    expect(survey.items[0]).toMatchObject({
      type: 'ProvinceCertified',
      hash: expect.stringMatching(/^\w{64}$/),
    });

    const marks = await get<MilestoneView[]>(auditor, '/api/progress/2565/milestones');
    expect(marks.map(({ type }) => type)).toEqual(['CampaignOpened', ...certifying]);
    expect(positionsOf(marks)).toEqual(acts());
    const moments = await get<SurveyMomentView[]>(auditor, `/api/audit/surveys/2565/${city}/moments`);
    const all = survey.items.map(({ position }) => position).toReversed();
    expect(moments.slice(1).map(({ position }) => position)).toEqual(all);
  });

  it('the certification times are right at a position, now and then', async () => {
    const table = (query = '') =>
      get<CertificationTable>(auditor, `/api/audit/provinces/12/2565/certification-times?${query}`);
    const now = await table();
    expect(BigInt(now.position)).toBeGreaterThanOrEqual(BigInt(acts().at(-1)!));
    expect(now.provinces).toMatchObject([{ code: '12', count: 1, stands: true }]);
    const times = Object.fromEntries(now.provinces[0]!.laos.map(({ code, ...lao }) => [code, lao]));
    expect(times[city]).toMatchObject({ count: 2, stands: true, undone: [{ reason: 'ยอดผู้ใช้ไม่ตรง' }] });
    expect(times[town]).toMatchObject({ count: 1, stands: true, undone: [] });
    const then = await table(`upTo=${acts()[2]}`);
    expect(then.provinces[0]!.laos.find(({ code }) => code === city)).toMatchObject({
      count: 1,
      stands: false,
    });
    const file = await auditor.get('/api/audit/campaigns/2565/certification-times.csv');
    expect((await file.text()).split('\r\n')).toHaveLength(1 + 1 + 2 + 1);
  });

  it('the difference between two points is that of the survey, and of its province', async () => {
    const [certified, , returned, again] = acts();
    const path = `/api/audit/surveys/2565/${city}/diff`;
    const difference = await get<SurveyDifference>(officer, `${path}?from=${certified}&to=${again}`);
    expect(difference).toMatchObject({ statusBefore: 'certified', statusAfter: 'certified' });
    expect(difference.cells[0]).toMatchObject({ field: 'hasEService', before: true, after: false });
    expect(difference.statusChanges.map(({ type, position }) => [type, position])).toEqual([
      ['LaoReturned', returned],
      ['LaoCertified', again],
    ]);
    const ofProvince = await get<ProvinceDifference>(
      officer,
      `/api/audit/provinces/12/2565/diff?from=${certified}`,
    );
    const cells = new Map(ofProvince.laos.map((each) => [each.lao.code, each.cells]));
    expect(cells).toEqual(
      new Map([
        [city, difference.cells],
        [town, []],
      ]),
    );
  });

  it('nothing was altered: chains, checkpoints, and the proofs of both', async () => {
    const attest = async () => expectOk<CheckpointView>(await auditor.post('/api/audit/checkpoints'));
    const before = await attest();
    for (const subject of [`surveys/2565/${city}`, 'provinces/12/2565', 'campaigns/2565']) {
      const { intact, attested, events, hash, inclusion } = await get<VerificationView>(
        auditor,
        `/api/audit/${subject}/verification`,
      );
      expect([subject, intact, attested]).toEqual([subject, true, events]);
      const { index, size, root, proof } = inclusion!;
      const leaf = leafHash(leafData(hash!));
      expect(verifyInclusion({ leaf, index, size, root: base64(root), proof: proof.map(base64) })).toBe(true);
    }
    await get(auditor, `/api/audit/readings?lao=${town}`); // one event more: no other test reads these
    const after = await attest();
    expect(after.size).toBeGreaterThan(before.size);
    const grown = await get<ConsistencyProofView>(
      auditor,
      `/api/audit/proofs/consistency?from=${before.size}&to=${after.size}`,
    );
    const roots = { fromRoot: base64(before.root), toRoot: base64(after.root) };
    const { from, to, proof } = grown;
    expect(verifyConsistency({ from, to, ...roots, proof: proof.map(base64) })).toBe(true);
    for (const position of acts()) {
      const path = `/api/audit/proofs/inclusion?position=${position}&size=${before.size}`;
      const { leafHash: leaf, index, size, proof: siblings } = await get<InclusionProofView>(auditor, path);
      const root = roots.fromRoot;
      const proven = { leaf: base64(leaf), index, size, root, proof: siblings.map(base64) };
      expect(verifyInclusion(proven)).toBe(true);
    }
  });

  it('the receipts of an LAO and the province match their documents, and their validity can be checked without sign-in', async () => {
    const standing = async (fingerprint: string) =>
      (await get<ReceiptVerification>(anonymous(server.url), `/verify/${fingerprint}`)).standing;
    for (const path of [surveyPath(city), province]) {
      const fingerprint = sha256(await (await officer.get(`${path}/certified`)).text());
      const pdf = Buffer.from(await (await officer.get(`${path}/receipt`)).arrayBuffer());
      expect(pdfPages(pdf).join('').replace(/\s/g, '')).toContain(fingerprint);
      expect(await standing(fingerprint)).toBe('stands');
    }
    expect(await standing(firstFingerprint)).toBe('superseded');
  });

  it('a third party checks the evidence packages without this system', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'engines-audit-'));
    await copyFile('evidence/check.mjs', join(folder, 'check.mjs'));
    for (const scope of [`surveys/2565/${city}`, 'provinces/12/2565', 'campaigns/2565']) {
      const response = await auditor.get(`/api/audit/${scope}/package`);
      expect([scope, response.status]).toEqual([scope, 200]);
      await writeFile(join(folder, 'package.zip'), Buffer.from(await response.arrayBuffer()));
      const options = { cwd: folder, env: {} };
      const { stdout } = await promisify(execFile)(process.execPath, ['check.mjs', 'package.zip'], options);
      expect(stdout).not.toContain('✗');
    }
    await rm(folder, { recursive: true });
  }, 60_000);

  it('the served documents equal a replay of the log', async () => {
    const path = '/api/audit/comparison';
    expect((await auditor.post(path)).status).toBe(202);
    let view = await get<ComparisonView>(auditor, path);
    while (view.running || !view.last) {
      await setTimeout(20);
      view = await get<ComparisonView>(auditor, path);
    }
    expect(view).toMatchObject({ failedAt: null, last: { differences: 0, undecided: 0, named: [] } });
    expect(view.last.documents).toBeGreaterThan(100);
  }, 60_000);

  it('a name is corrected and erased, and no chain breaks', async () => {
    const sub = `lao.${city}`;
    const newest = async () =>
      (await get<History>(admin, `/api/audit/surveys/2565/${city}/history?sub=${sub}`)).items[0]!.actor;
    const person = () => get<PersonView>(admin, `/api/people/${sub}`);
    await expectOk(await admin.put(`/api/people/${sub}/name`, { name: 'สมศรี มีสุข', reason: 'สะกดผิด' }));
    expect(await newest()).toMatchObject({ sub, name: 'สมศรี มีสุข' });
    await expectOk(await admin.post(`/api/people/${sub}/erasure`, { reason: 'เจ้าของข้อมูลขอใช้สิทธิ์ลบ' }));
    expect(await newest()).toEqual({ sub, role: 'lao', laoCode: city });
    await signIn(server.url, sub);
    const acts = [{ type: 'PersonalDataCorrected' }, { type: 'PersonalDataErased' }];
    expect(await person()).toMatchObject({ name: null, source: 'erased', acts });
    const chain = await get<VerificationView>(auditor, `/api/audit/surveys/2565/${city}/verification`);
    expect(chain.intact).toBe(true);
  });

  it('every access to audit data is recorded', async () => {
    const { position: certifiedAt } = shownAfter[0]!.act;
    const diffs = [`surveys/2565/${city}`, 'provinces/12/2565'];
    const looks: readonly (readonly [Client, string])[] = [
      ...diffs.map((of) => [officer, `/api/audit/${of}/diff?from=${certifiedAt}`] as const),
      ...['certified', 'receipt'].map((what) => [officer, `${surveyPath(city)}/${what}`] as const),
      ...[`${surveyPath(city)}?`, '/api/surveys?', '/api/provinces/12/status/2565?'].map(
        (path) => [officer, `${path}at=${certifiedAt}`] as const,
      ),
      ...['campaigns/2565', 'provinces/12/2565', `surveys/2565/${city}`].flatMap((of) =>
        ['history', 'verification', 'package'].map((what) => [auditor, `/api/audit/${of}/${what}`] as const),
      ),
      [auditor, `/api/progress/2565?at=${certifiedAt}`],
      [auditor, '/api/audit/provinces/12/2565/certification-times'],
      [auditor, '/api/audit/comparison'],
      [auditor, '/api/audit/readings'],
      [auditor, `/api/audit/proofs/inclusion?position=${certifiedAt}`],
      [admin, `/api/people/lao.${city}`],
      [admin, `/api/audit/surveys/2565/${city}/history`],
    ];
    for (const [who, path] of looks) {
      const answer = await who.get(path);
      expect([path, answer.status]).toEqual([path, 200]);
      await answer.arrayBuffer();
    }
    const position = (await expectOk<CheckpointView>(await auditor.post('/api/audit/checkpoints'))).position;
    const { items } = await get<AuditReadList>(admin, `/api/audit/readings?pageSize=100&after=${position}`);
    const recorded = Map.groupBy(items, ({ actor }) => actor.sub);
    const kindsOf = (sub: string) => [...new Set(recorded.get(sub)?.map(({ kind }) => kind))].sort();
    expect(kindsOf('province.12')).toEqual([
      ...['certified-data', 'province-at', 'province-difference', 'receipt'],
      ...['survey-at', 'survey-difference', 'surveys-at'],
    ]);
    expect(kindsOf('auditor')).toEqual([
      ...['campaign-history', 'certification-times', 'comparison', 'evidence-package', 'progress-at'],
      ...['proof', 'province-history', 'readings', 'survey-history', 'verification'],
    ]);
    expect(kindsOf('admin')).toEqual(['person', 'survey-history']);
  });
});
