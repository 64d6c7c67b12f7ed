import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReadStore } from '../projections/read-store/read-store.js';
import type { ComparisonView } from '../src/read-model-comparison/comparison-view.js';
import { expectOk, fillSurvey } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';

const path = '/api/audit/comparison';
const lao = '03120102';

/** Polls until the running comparison has ended. */
const finished = async (auditor: Client): Promise<ComparisonView> => {
  for (;;) {
    const view = await expectOk<ComparisonView>(await auditor.get(path));
    if (!view.running && view.last) return view;
    await setTimeout(20);
  }
};

describe('rebuild and compare over HTTP', () => {
  let server: TestServer;
  let auditor: Client;
  let readStore: ReadStore;

  beforeAll(async () => {
    server = await startServer({ env: { COMPARE_EVERY: 'off' } });
    readStore = server.application.get(ReadStore, { strict: false });
    auditor = await signIn(server.url, 'auditor');
    await fillSurvey(await signIn(server.url, `lao.${lao}`), lao);
  });
  afterAll(() => server.stop());

  const compared = async (): Promise<ComparisonView> => {
    const answer = await auditor.post(path);
    expect(answer.status).toBe(202);
    return finished(auditor);
  };
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(new URL('/metrics', server.url))).text();
    return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
  };
  const health = async () =>
    ((await (await fetch(new URL('/health/ready', server.url))).json()) as { checks: object }).checks;

  it('has no result before the first comparison', async () => {
    expect(await (await auditor.get(path)).json()).toEqual({ running: null, last: null, failedAt: null });
    expect(await metric('eservice_read_model_last_compared_timestamp_seconds')).toBe(0);
  });

  it('confirms that the served documents are right', async () => {
    const before = Date.now() / 1000 - 1;
    const { last } = await compared();
    expect(last).toMatchObject({ differences: 0, undecided: 0, named: [] });
    expect(last!.documents).toBeGreaterThan(100);
    expect(await metric('eservice_read_model_differences')).toBe(0);
    expect(await metric('eservice_read_model_last_compared_timestamp_seconds')).toBeGreaterThan(before);
  });

  it('finds a planted difference, names it with its events, and raises the alert', async () => {
    const id = `2565.${lao}`;
    const set = { 'answers.corruption-complaint.answer.yearlyUsers': 999 };
    await readStore.apply('survey_forms_v3', [{ id, set }]);
    const { last } = await compared();
    expect(last).toMatchObject({
      differences: 1,
      named: [{ collection: 'survey_forms_v3', id, field: Object.keys(set)[0], live: 999 }],
    });
    expect(last!.named[0]!.events).toMatchObject([
      { stream: `survey-2565.${lao}`, type: 'AnswerRecorded', revision: expect.any(String) },
    ]);
    expect(await metric('eservice_read_model_differences')).toBe(1);
    expect(await health()).toMatchObject({ comparison: { healthy: true, detail: { differences: 1 } } });
  });

  it('is for those who see the whole nation', async () => {
    for (const [person, status] of [
      [`lao.${lao}`, 403],
      ['province.12', 403],
      ['auditor.12', 403],
      ['admin', 200],
    ] as const) {
      const client = await signIn(server.url, person);
      expect((await client.get(path)).status).toBe(status);
      expect((await client.post(path)).status).toBe(status === 200 ? 202 : status);
    }
    await finished(auditor);
  });
});

it('a schedule compares without a request', async () => {
  const server = await startServer({ env: { COMPARE_EVERY: '1s' } });
  try {
    const { last } = await finished(await signIn(server.url, 'admin'));
    expect(last).toMatchObject({ differences: 0 });
  } finally {
    await server.stop();
  }
});
