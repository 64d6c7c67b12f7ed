import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { EventStore } from '../src/event-store/event-store.js';
import { Checkpoints } from '../src/evidence/checkpoints/checkpoints.js';
import { verificationReport } from '../src/evidence/verification/verification-report.js';
import { verifyLog } from '../src/evidence/verification/verify-log.js';
import { EventStoreDbInMemory } from './support/event-store-db.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';

const AWAY = '03120102';
const OTHER = '04120104';
const away = `survey-2565.${AWAY}`;

/** A click in the server's own page ends a stream for ever. */
describe('A survey whose stream was taken away in EventStoreDB', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'damaged-log-'));
  let log: EventStoreDbInMemory;
  let server: TestServer;
  const start = async (): Promise<void> => {
    server = await startServer({ dataDir, env: { EVENTSTORE_URL: log.url } });
  };
  const addRow = async (lao: string, title: string): Promise<Response> => {
    const clerk: Client = await signIn(server.url, `lao.${lao}`);
    const path = `/api/surveys/2565/${lao}/aspects/other-services/rows`;
    return clerk.post(
      path,
      { groupId: 'other-services-list', title },
      { 'if-match': '*', 'accept-language': 'en' },
    );
  };
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)![1]);
  };

  beforeAll(async () => {
    log = await EventStoreDbInMemory.start();
    await start();
    expect((await addRow(AWAY, 'ก')).status).toBe(201);
    expect((await addRow(OTHER, 'ก')).status).toBe(201);
    expect(await metric('eservice_log_tampered')).toBe(0);
    const outsider = EventStoreDBClient.connectionString(log.url);
    await outsider.tombstoneStream(away);
    await outsider.dispose();
  });
  afterAll(async () => {
    await server.stop();
    log.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is the only one that stops: its people are told so, the others go on', async () => {
    const refused = await addRow(AWAY, 'ข');
    expect(refused.status).toBe(500);
    expect(await refused.json()).toMatchObject({
      code: 'record-damaged',
      title: 'The record of this survey is damaged',
      stream: away,
      damage: 'taken-away',
    });
    const saved = await addRow(OTHER, 'ข');
    expect(saved.status).toBe(201);
    const { position } = (await saved.json()) as { position: string };
    const auditor = await signIn(server.url, 'auditor');
    expect((await auditor.get(`/api/surveys/2565/${OTHER}?after=${position}`)).status).toBe(200);
  });

  it('is an alarm in the metrics and in the health at once, and is parked', async () => {
    expect(await metric('eservice_log_tampered')).toBe(1);
    const health = (await (await fetch(`${server.url}/health/ready`)).json()) as {
      checks: {
        evidence: { detail: { tampered: string } };
        projections: { detail: { parked: { stream: string }[] }[] };
      };
    };
    expect(health.checks.evidence.detail.tampered).toMatch(`The stream ${away} was taken away`);
    for (const { parked } of health.checks.projections.detail)
      expect(parked.map(({ stream }) => stream)).toEqual([away]);
  });

  it('is named by verify', async () => {
    const eventStore = server.application.get(EventStore, { strict: false });
    const checkpoints = server.application.get(Checkpoints, { strict: false });
    const verification = await verifyLog({ log: eventStore, checkpoints });
    expect(verification.damaged.map(({ stream }) => stream)).toEqual([away]);
    expect(verification.fault).toMatchObject({ kind: 'taken-away', stream: away });
    const report = verificationReport(verification, { folder: dataDir, seconds: 1 }).join('\n');
    expect(report).toMatch(`✗ The stream ${away} was taken away at position `);
  });

  it('does not keep a process from becoming ready', async () => {
    await server.stop();
    await start();
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    expect((await addRow(OTHER, 'ค')).status).toBe(201);
    expect(await metric('eservice_log_tampered')).toBe(1);
  });
});
