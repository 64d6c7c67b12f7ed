import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson, CHAIN_START, eventHash } from '../src/event-store/hash-chain.js';
import type { JsonObject } from '../src/basics/json.js';
import { ReadOnlyLog } from '../src/event-store/embedded/read-only-log.js';
import { loadCheckpointKey } from '../src/evidence/checkpoints/checkpoint-key.js';
import { Checkpoints } from '../src/evidence/checkpoints/checkpoints.js';
import { verifyLog } from '../src/evidence/verification/verify-log.js';
import { expectOk, fillAndCertify } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn } from './support/sign-in.js';

const LAO = '03120102';
const stream = `survey-2565.${LAO}`;

describe('A log that is not what was attested', () => {
  let dataDir: string;
  let server: TestServer;
  const attest = async () => (await signIn(server.url, 'auditor')).post('/api/audit/checkpoints');
  const sql = (statement: string): void => {
    const db = new DatabaseSync(join(dataDir, 'events.sqlite'));
    db.exec(statement);
    db.close();
  };
  const addRow = async () => {
    const clerk = await signIn(server.url, 'lao.04120104');
    const body = { groupId: 'other-services-list', title: 'ก' };
    const path = '/api/surveys/2565/04120104/aspects/other-services/rows';
    const answer = await clerk.post(path, body, { 'if-match': '*', 'accept-language': 'en' });
    return [answer.status, ((await answer.json()) as { code?: string }).code];
  };
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)![1]);
  };
  const evidence = async () => {
    const health = await fetch(`${server.url}/health/ready`);
    const { checks } = (await health.json()) as { checks: { evidence: { detail: JsonObject } } };
    return { status: health.status, detail: checks.evidence.detail };
  };
  const restarted = async (change: () => unknown): Promise<void> => {
    await server.stop();
    await change();
    server = await startServer({ dataDir });
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'untrusted-record-'));
    server = await startServer({ dataDir });
    await fillAndCertify(await signIn(server.url, `lao.${LAO}`), LAO);
  });
  afterEach(() => rm(join(dataDir, 'checkpoints'), { recursive: true, force: true }));
  afterAll(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('whose certified answers were rewritten with all hashes is not signed, and gives no receipt', async () => {
    const before = rows(dataDir);
    await restarted(() => forge(dataDir));
    const auditor = await signIn(server.url, 'auditor');
    for (const path of ['receipt', 'certified']) {
      const answer = await auditor.get(`/api/surveys/2565/${LAO}/${path}`);
      expect([path, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        path,
        500,
        'record-damaged',
      ]);
    }
    const fingerprint = certificationOf(before);
    expect((await fetch(`${server.url}/verify/${fingerprint}`)).status).toBe(500);
    expect((await attest()).status).toBe(500);
    expect(await addRow()).toEqual([503, 'writing-stopped']);
    expect(await metric('eservice_writing_stopped')).toBe(1);
    expect((await evidence()).detail['tampered']).toMatch('The fingerprint of the certification');

    const log = ReadOnlyLog.open(join(dataDir, 'events.sqlite'));
    const key = loadCheckpointKey({ dataDir, checkpoints: { key: undefined } } as Parameters<
      typeof loadCheckpointKey
    >[0]);
    const checkpoints = new Checkpoints(join(dataDir, 'checkpoints'), key.publicKey);
    const { fault } = await verifyLog({ log, checkpoints });
    log.close();
    expect(fault).toMatchObject({ kind: 'forged', stream });
    await restarted(() => restore(dataDir, before));
    expect(await addRow()).toEqual([201, undefined]);
  });

  it('that is shorter than its newest checkpoint gets no further event, and is read', async () => {
    await expectOk(await attest());
    const before = rows(dataDir);
    await restarted(() => sql('DELETE FROM events WHERE position > 30'));
    expect(await addRow()).toEqual([503, 'writing-stopped']);
    const auditor = await signIn(server.url, 'auditor');
    expect((await auditor.get(`/api/audit/surveys/2565/${LAO}/history`)).status).toBe(200);
    expect(await evidence()).toMatchObject({
      status: 200,
      detail: { writingStopped: expect.stringContaining('is missing') },
    });
    expect(await metric('eservice_log_tampered')).toBe(1);
    expect((await attest()).status).toBe(500);
    expect(rows(dataDir)).toHaveLength(30);
    await restarted(() => restore(dataDir, before));
    expect(await addRow()).toEqual([201, undefined]);
  });

  it('that is gone as a whole does not begin anew', async () => {
    await expectOk(await attest());
    await restarted(() => sql('DELETE FROM events'));
    expect(rows(dataDir)).toEqual([]);
    expect(await metric('eservice_writing_stopped')).toBe(1);
  });
});

type Row = Record<string, string | number>;

const rows = (dataDir: string): readonly Row[] => {
  const db = new DatabaseSync(join(dataDir, 'events.sqlite'), { readOnly: true });
  const all = db.prepare('SELECT * FROM events ORDER BY position').all() as Row[];
  db.close();
  return all;
};

const certificationOf = (all: readonly Row[]): string => {
  const certified = all.find((row) => row['type'] === 'LaoCertified')!;
  return (JSON.parse(certified['data'] as string) as { fingerprint: string }).fingerprint;
};

const restore = (dataDir: string, all: readonly Row[]): void => {
  const db = new DatabaseSync(join(dataDir, 'events.sqlite'));
  db.exec('DELETE FROM events');
  const columns = Object.keys(all[0]!);
  const insert = db.prepare(
    `INSERT INTO events (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  for (const row of all) insert.run(...columns.map((column) => row[column]!));
  db.close();
};

/** Alters one certified answer, and recomputes every hash of the stream. The fingerprint stays. */
const forge = (dataDir: string): void => {
  const db = new DatabaseSync(join(dataDir, 'events.sqlite'));
  let hash = CHAIN_START;
  let altered = false;
  for (const row of rows(dataDir).filter((each) => each['stream'] === stream)) {
    const data = JSON.parse(row['data'] as string) as JsonObject;
    const metadata = JSON.parse(row['metadata'] as string) as JsonObject;
    if (!altered && row['type'] === 'AnswerRecorded') {
      Object.assign(data, { answer: { hasEService: false, isNeeded: false } });
      altered = true;
    }
    const event = { id: row['id'] as string, type: row['type'] as string, stream, data, metadata };
    hash = eventHash(hash, { ...event, revision: BigInt(row['revision']!) });
    db.prepare('UPDATE events SET data = ?, metadata = ? WHERE position = ?').run(
      canonicalJson(data),
      JSON.stringify({ ...metadata, hash }),
      row['position']!,
    );
  }
  db.close();
};
