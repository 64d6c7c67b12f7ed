import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ReadOnlyLog } from '../src/event-store/embedded/read-only-log.js';
import { loadCheckpointKey } from '../src/evidence/checkpoints/checkpoint-key.js';
import { Checkpoints } from '../src/evidence/checkpoints/checkpoints.js';
import { verifyLog } from '../src/evidence/verification/verify-log.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn } from './support/sign-in.js';

const DAMAGED = '03120102';
const SOUND = '04120104';
const survey = `survey-2565.${DAMAGED}`;
const NO_JSON = "data = CAST(X'ff00' AS TEXT)";
const OTHER_DATA = `data = '{"rowId":"another"}'`;

/** A disk, or a person with a program for SQLite, changed one event of the embedded log while the server was stopped. */
describe('A log file with one altered event', () => {
  let root: string;
  let server: TestServer | undefined;
  const sound = () => join(root, 'sound');
  const damaged = () => join(root, 'damaged');

  const addRow = async (lao: string) => {
    const clerk = await signIn(server!.url, `lao.${lao}`);
    const body = { groupId: 'other-services-list', title: 'ก' };
    const path = `/api/surveys/2565/${lao}/aspects/other-services/rows`;
    const answer = await clerk.post(path, body, { 'if-match': '*', 'accept-language': 'en' });
    return { status: answer.status, ...((await answer.json()) as { code?: string; stream?: string }) };
  };
  const evidence = async () => {
    const answer = await fetch(`${server!.url}/health/ready`);
    const { checks } = (await answer.json()) as {
      checks: { evidence: { detail: { tampered: string | null } } };
    };
    return { status: answer.status, tampered: checks.evidence.detail.tampered };
  };
  const alarm = async () => /^eservice_log_tampered (\d)$/m.exec(await metrics())?.[1];
  const metrics = async () => (await fetch(`${server!.url}/metrics`)).text();
  const reads = async (lao: string) =>
    (await (await signIn(server!.url, 'auditor')).get(`/api/surveys/2565/${lao}`)).status;
  const startDamaged = async (change: string, event: string): Promise<void> => {
    await cp(sound(), damaged(), { recursive: true });
    const db = new DatabaseSync(join(damaged(), 'events.sqlite'));
    expect(db.prepare(`UPDATE events SET ${change} WHERE ${event}`).run().changes).toBe(1);
    db.close();
  };
  const verified = async () => {
    const log = ReadOnlyLog.open(join(damaged(), 'events.sqlite'));
    const key = loadCheckpointKey({ dataDir: damaged(), checkpoints: { key: undefined } } as Parameters<
      typeof loadCheckpointKey
    >[0]);
    const { fault } = await verifyLog({
      log,
      checkpoints: new Checkpoints(join(damaged(), 'checkpoints'), key.publicKey),
    });
    log.close();
    return fault;
  };

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'damaged-file-'));
    server = await startServer({ dataDir: sound() });
    for (const lao of [DAMAGED, DAMAGED, SOUND]) expect((await addRow(lao)).status).toBe(201);
    await server.stop();
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
    await rm(damaged(), { recursive: true, force: true });
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it.each([
    ['that is no JSON', NO_JSON, true],
    ['that is no JSON, with read models that are built anew', NO_JSON, false],
    ['that its hash does not match', OTHER_DATA, true],
    ['that its hash does not match, with read models that are built anew', OTHER_DATA, false],
  ])('%s stops that survey only', async (_, change, keepsReadModels) => {
    await startDamaged(change, `stream = '${survey}' AND revision = 0`);
    if (!keepsReadModels) {
      for (const suffix of ['', '-wal', '-shm']) {
        await rm(join(damaged(), `read-models.sqlite${suffix}`), { force: true });
      }
    }
    server = await startServer({ dataDir: damaged() });
    if (change === NO_JSON && !keepsReadModels) expect(await alarm()).toBe('1'); // before anyone asks for the survey
    expect(await addRow(DAMAGED)).toMatchObject({ status: 500, code: 'record-damaged', stream: survey });
    expect(await addRow(SOUND)).toMatchObject({ status: 201 });
    expect(await reads(SOUND)).toBe(200);
    expect(await evidence()).toMatchObject({ status: 200, tampered: expect.stringContaining(survey) });
    expect(await alarm()).toBe('1');
    expect(await verified()).toMatchObject({ kind: 'altered', stream: survey, revision: 0n });
  });

  it('that the read models left out before is an alarm at the start', async () => {
    await startDamaged(NO_JSON, `stream = '${survey}' AND revision = 0`);
    for (const suffix of ['', '-wal', '-shm']) {
      await rm(join(damaged(), `read-models.sqlite${suffix}`), { force: true });
    }
    server = await startServer({ dataDir: damaged() });
    await server.stop();
    server = await startServer({ dataDir: damaged() });
    expect(await alarm()).toBe('1');
  });

  it.each([
    ['campaign', "stream = 'campaign-2565' AND revision = 0"],
    ['province', "stream = (SELECT min(stream) FROM events WHERE stream LIKE 'province-%') AND revision = 0"],
    [
      'questionnaire',
      "stream = (SELECT min(stream) FROM events WHERE stream LIKE 'questionnaire-%') AND revision = 0",
    ],
  ])('of the %s does not keep a process from listening', async (_, event) => {
    await startDamaged(NO_JSON, event);
    server = await startServer({ dataDir: damaged() });
    expect((await evidence()).tampered).not.toBeNull();
    expect((await addRow(SOUND)).code).toBe('record-damaged');
    expect((await (await signIn(server.url, 'auditor')).get('/api/campaigns')).status).toBe(200);
  });
});
