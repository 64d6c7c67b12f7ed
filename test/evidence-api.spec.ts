import { createPublicKey } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCheckpoint } from '../src/evidence/checkpoints/checkpoint.js';
import type {
  CheckpointKeyView,
  CheckpointList,
  CheckpointView,
  ConsistencyProofView,
  InclusionProofView,
  VerificationView,
} from '../src/evidence/verification/evidence-views.js';
import { leafData } from '../src/evidence/tree/log-tree.js';
import { verifyConsistency, verifyInclusion } from './support/merkle-proof.js';
import { leafHash } from '../src/evidence/tree/merkle-tree.js';
import { expectOk, fillAndCertify, fillSurvey } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';

const mine = '03120102';
const other = '04120104';
const base64 = (text: string): Buffer => Buffer.from(text, 'base64');

let dataDir: string;
let hook: string;
let server: TestServer;
let lao: Client;
let auditor: Client;

const start = async (): Promise<void> => {
  server = await startServer({ dataDir, env: { CHECKPOINT_HOOK: hook } });
  lao = await signIn(server.url, `lao.${mine}`);
  auditor = await signIn(server.url, 'auditor');
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'evidence-api-'));
  hook = join(dataDir, 'hook.sh');
  await writeFile(hook, '#!/bin/sh\ncat > "$0.got"\n');
  await chmod(hook, 0o755);
  await start();
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const get = async <T>(client: Client, path: string): Promise<T> => expectOk<T>(await client.get(path));
const verification = (client: Client, path = `surveys/2565/${mine}`) =>
  get<VerificationView>(client, `/api/audit/${path}/verification`);
const attest = async () => expectOk<CheckpointView>(await auditor.post('/api/audit/checkpoints'));
const metric = async (name: string): Promise<number> => {
  const metrics = await (await lao.get('/metrics')).text();
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(metrics)?.[1]);
};

describe('the evidence of a survey', () => {
  it('is its chain alone before the first checkpoint', async () => {
    const blank = await verification(lao);
    expect(blank).toMatchObject({ intact: true, events: 0, hash: null, checkpoint: null, attested: 0 });
    await fillAndCertify(lao, mine);
    const filled = await verification(lao);
    expect(filled).toMatchObject({ intact: true, fault: null, checkpoint: null, inclusion: null });
    expect(filled.events).toBeGreaterThan(50);
  });

  it('is attested by a checkpoint that the public key confirms', async () => {
    const made = await attest();
    expect(await attest()).toEqual(made);
    const { publicKey, verifierKey } = await get<CheckpointKeyView>(auditor, '/api/audit/checkpoints/key');
    const opened = openCheckpoint(made.note, createPublicKey(publicKey));
    expect(opened).toMatchObject({ size: made.size, time: made.time, position: BigInt(made.position) });
    expect(verifierKey).toMatch(/^eservice-survey\+[0-9a-f]{8}\+/);
    expect(await readFile(`${hook}.got`, 'utf8')).toBe(made.note);
    expect(await metric('eservice_checkpoint_events')).toBe(made.size);
    expect(await metric('eservice_append_duration_seconds_count')).toBeGreaterThan(5);

    const { events, attested, checkpoint, inclusion, hash } = await verification(lao);
    expect({ attested, checkpoint }).toEqual({ attested: events, checkpoint: made });
    const { index, size, proof } = inclusion!;
    const leaf = leafHash(leafData(hash!));
    expect(verifyInclusion({ leaf, index, size, root: opened.root, proof: proof.map(base64) })).toBe(true);
  });

  it('is proved to stay in a log that only grows', async () => {
    const before = await attest();
    await fillSurvey(await signIn(server.url, `lao.${other}`), other);
    const after = await attest();
    expect(after.size).toBeGreaterThan(before.size);
    const { items, total } = await get<CheckpointList>(auditor, '/api/audit/checkpoints?pageSize=2');
    expect(items).toEqual([after, before]);
    expect(total).toBe(2);
    const path = `/api/audit/proofs/consistency?from=${before.size}&to=${after.size}`;
    const { proof } = await get<ConsistencyProofView>(auditor, path);
    expect(
      verifyConsistency({
        from: before.size,
        fromRoot: base64(before.root),
        to: after.size,
        toRoot: base64(after.root),
        proof: proof.map(base64),
      }),
    ).toBe(true);
    for (const { size, root } of [before, after]) {
      const query = `position=${before.position}&size=${size}`;
      const inclusion = await get<InclusionProofView>(auditor, `/api/audit/proofs/inclusion?${query}`);
      const { leafHash: leaf, index } = inclusion;
      const siblings = inclusion.proof.map(base64);
      expect(verifyInclusion({ leaf: base64(leaf), index, size, root: base64(root), proof: siblings })).toBe(
        true,
      );
    }
  });

  it('is shown to everyone who may see the survey', async () => {
    const officer = await signIn(server.url, 'province.12');
    expect(await verification(officer, 'provinces/12/2565')).toMatchObject({ intact: true, events: 1 });
    expect(await verification(lao, 'campaigns/2565')).toMatchObject({ intact: true, events: 1, attested: 1 });
  });

  it.each([
    ['lao', `surveys/2565/${other}/verification`, 403, 'out-of-scope'],
    ['lao', 'provinces/12/2565/verification', 403, 'not-allowed'],
    ['lao', 'checkpoints', 403, 'not-allowed'],
    ['lao', 'proofs/inclusion?position=1', 403, 'not-allowed'],
    ['auditor', `surveys/2570/${mine}/verification`, 404, 'unknown-campaign'],
    ['auditor', 'proofs/inclusion?position=999999', 404, 'unknown-position'],
    ['auditor', 'proofs/inclusion?position=1&size=3', 404, 'no-checkpoint'],
    ['auditor', 'proofs/inclusion?position=x', 422, 'invalid-request'],
    ['auditor', 'proofs/consistency?from=5&to=4', 404, 'unknown-log-size'],
    ['auditor', 'proofs/consistency?from=1&to=999999', 404, 'unknown-log-size'],
    ['auditor', 'proofs/consistency?from=0&to=1', 422, 'invalid-request'],
  ])('refuses %s %s with %d %s', async (who, path, status, code) => {
    const response = await (who === 'lao' ? lao : auditor).get(`/api/audit/${path}`);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });

  it('keeps a checkpoint when the hook fails', async () => {
    await writeFile(hook, '#!/bin/sh\nexit 1\n');
    await fillAndCertify(await signIn(server.url, 'lao.04120105'), '04120105');
    const { size } = await attest();
    expect(await metric('eservice_checkpoint_hook_failures_total')).toBe(1);
    expect((await get<CheckpointView>(auditor, '/api/audit/checkpoints/latest')).size).toBe(size);
  });
});

describe('a log that was tampered with', () => {
  const stream = `survey-2565.${mine}`;
  const tamper = (statement: string): void => {
    const db = new DatabaseSync(join(dataDir, 'events.sqlite'));
    db.exec(statement);
    db.close();
  };

  it('is found by a request for the survey, while the server runs', async () => {
    tamper(
      `UPDATE events SET metadata = replace(metadata, '"lao.', '"lbo.') WHERE stream = '${stream}' AND revision = 4`,
    );
    const { intact, fault } = await verification(lao);
    expect(intact).toBe(false);
    expect(fault).toMatchObject({ kind: 'altered', revision: '4' });
    expect(fault!.th).toContain('ถูกแก้ไข');
    tamper(
      `UPDATE events SET metadata = replace(metadata, '"lbo.', '"lao.') WHERE stream = '${stream}' AND revision = 4`,
    );
    expect((await verification(lao)).intact).toBe(true);
  });

  it('is found when the end of a survey is missing', async () => {
    const { events } = await verification(lao);
    tamper(`DELETE FROM events WHERE stream = '${stream}' AND revision = ${events - 1}`);
    expect((await verification(lao)).fault).toMatchObject({ kind: 'missing', revision: String(events - 1) });
  });

  it('is no longer attested after a restart, and the operators see it', async () => {
    await server.stop();
    await start();
    const { length } = (await get<CheckpointList>(auditor, '/api/audit/checkpoints?pageSize=50')).items;
    const response = await auditor.post('/api/audit/checkpoints');
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
      500,
      'log-tampered',
    ]);
    expect(await metric('eservice_log_tampered')).toBe(1);
    const ready = (await (await lao.get('/health/ready')).json()) as {
      checks: { evidence: { detail: { tampered: string } } };
    };
    expect(ready.checks.evidence.detail.tampered).toContain('it was changed after event');
    expect((await get<CheckpointList>(auditor, '/api/audit/checkpoints?pageSize=50')).items).toHaveLength(
      length,
    );
    expect((await verification(lao)).intact).toBe(false);
  });
});
