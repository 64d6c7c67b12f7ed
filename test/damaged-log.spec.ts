import { setTimeout as pause } from 'node:timers/promises';
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
        projections: { detail: { projection: string; parked: { stream: string }[] }[] };
      };
    };
    expect(health.checks.evidence.detail.tampered).toMatch(`The stream ${away} was taken away`);
    for (const { projection, parked } of health.checks.projections.detail) {
      // The read model of the log itself takes in the times of all events, and leaves no stream out.
      const leftOut = projection === 'instants' ? [] : [away];
      expect([projection, parked.map(({ stream }) => stream)]).toEqual([projection, leftOut]);
    }
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
    // No one has asked for the stream since: the read models remember that they left it out.
    expect(await metric('eservice_log_tampered')).toBe(1);
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    expect((await addRow(OTHER, 'ค')).status).toBe(201);
  });
});

/** Others can write to a server, and a person can edit a file. One stream each, while the server runs. */
describe('A stream of the survey that', () => {
  const laos = [
    '03120102',
    '04120104',
    '04120105',
    '04120103',
    '06120106',
    '06120107',
    '04120201',
    '05120206',
  ];
  const left = laos.values();
  let log: EventStoreDbInMemory;
  let server: TestServer;
  let outsider: EventStoreDBClient;
  beforeAll(async () => {
    log = await EventStoreDbInMemory.start();
    server = await startServer({ env: { EVENTSTORE_URL: log.url } });
    outsider = EventStoreDBClient.connectionString(log.url);
  });
  afterAll(async () => {
    await outsider.dispose();
    await server.stop();
    log.stop();
  });

  const addRow = async (lao: string): Promise<Response> => {
    const clerk = await signIn(server.url, `lao.${lao}`);
    const path = `/api/surveys/2565/${lao}/aspects/other-services/rows`;
    const title = { groupId: 'other-services-list', title: 'ก' };
    return clerk.post(path, title, { 'if-match': '*', 'accept-language': 'en' });
  };
  const tampered = async (): Promise<string> => {
    const answer = await fetch(`${server.url}/health/ready`);
    const { checks } = (await answer.json()) as {
      checks: { evidence: { detail: { tampered: string | null } } };
    };
    return checks.evidence.detail.tampered ?? '';
  };
  const metadata = (fields: { readonly [name: string]: number }) => async (stream: string) => {
    await outsider.setStreamMetadata(stream, fields);
  };
  const stored =
    (contentType: string, data: string, type = 'AspectSaved') =>
    async (stream: string) => {
      const proposed = { id: crypto.randomUUID(), type, contentType };
      log.log.append(stream, [{ ...proposed, data: Buffer.from(data), metadata: Buffer.of() }]);
    };

  it.each([
    ['was deleted softly', (stream: string) => outsider.deleteStream(stream), 'taken-away'],
    ['keeps only some events', metadata({ maxCount: 1 }), 'truncated'],
    ['lost its beginning', metadata({ truncateBefore: 1 }), 'truncated'],
    ['is to lose old events', metadata({ maxAge: 86_400 }), 'truncated'],
    ['holds bytes', stored('application/octet-stream', 'bytes'), 'unreadable'],
    ['holds broken JSON', stored('application/json', '{"aspectId":'), 'unreadable'],
    ['holds an unknown event', stored('application/json', '{}', 'Nonsense'), 'unreadable'],
    ['holds an event without metadata', stored('application/json', '{"aspectId":"economy"}'), 'unreadable'],
  ])('%s is an alarm before anyone asks for it, and answered with a problem', async (_, damage, kind) => {
    const lao = left.next().value!;
    const stream = `survey-2565.${lao}`;
    expect([(await addRow(lao)).status, (await addRow(lao)).status]).toEqual([201, 201]);
    await damage(stream);
    const eventStore = server.application.get(EventStore, { strict: false });
    const found = () => eventStore.damaged.find((each) => each.stream === stream);
    while (!found()) await pause(20); // without a request: the server's own subscriptions bring it
    expect(found()).toMatchObject({ damage: kind });
    expect(found()!.position).toBeDefined();
    const refused = await addRow(lao);
    expect(await refused.json()).toMatchObject({ code: 'record-damaged', stream, damage: kind });
    expect(refused.status).toBe(500);
    expect(await tampered()).not.toBe('');
  });
});
