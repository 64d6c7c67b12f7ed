import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { allProjections } from '../projections/read-models/index.js';
import { ReadStore } from '../projections/read-store/read-store.js';
import { compiled } from './support/compiled.js';
import { describeEngine } from './support/engine.js';
import { fillSurvey } from './support/fill.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn } from './support/sign-in.js';

const lao = '03120102';
const SLOW = 60_000;

/** The command line in its own process, as an operator runs it. */
const projections = async (env: NodeJS.ProcessEnv, ...words: readonly string[]) => {
  const program = compiled('src/cli/projections.cli.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...words], {
    env: { PATH: process.env['PATH'], ...env },
  });
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { out, err, code };
};

let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const surveyed = async (env: NodeJS.ProcessEnv = {}): Promise<TestServer> => {
  server = await startServer({ env });
  await fillSurvey(await signIn(server.url, `lao.${lao}`), lao);
  return server;
};

describe('npm run projections, read models of the server alone', () => {
  it(
    'asks the server for their positions, replays the log, and names the commands that cannot run here',
    async () => {
      const { dataDir, url } = await surveyed();
      const env = { DATA_DIR: dataDir, PORT: new URL(url).port };

      const status = await projections(env, 'status');
      expect(status).toMatchObject({ code: 0, err: '' });
      expect(status.out).toMatch(
        /^survey_forms_v3 +version 3 {2}(\d+) of \1 \(100 %\) {2}lag 0 {2}0 parked$/m,
      );

      const verified = await projections(env, 'verify', '--all');
      expect(verified.code).toBe(0);
      expect(verified.out).toMatch(/^survey_forms_v3 +1 documents {2}[0-9a-f]{64} {2}0 parked$/m);

      const rebuilt = await projections(env, 'rebuild', 'survey_forms');
      expect(rebuilt).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining('delete read-models.sqlite'),
      });
      expect(await projections(env, 'verify', 'survey_farms')).toMatchObject({
        code: 1,
        err: expect.stringContaining('lao_statuses'),
      });
      expect(await projections(env)).toMatchObject({ code: 1, err: expect.stringMatching(/^usage: /) });
    },
    SLOW,
  );
});

describeEngine('npm run projections on MongoDB', 'MONGODB_URL', (mongo) => {
  it(
    'finds a planted difference, rebuilds beside the live read model, and confirms it',
    async () => {
      const database = `eservice_test_${randomUUID().slice(0, 8)}`;
      const MONGODB_URL = mongo.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)[^?]*/, `$1/${database}`);
      const stores = { MONGODB_URL, SESSION_SECRET: 'x'.repeat(32) };
      try {
        const { dataDir, application } = await surveyed(stores);
        const env = { ...stores, DATA_DIR: dataDir };
        expect(await projections(env, 'verify', '--all')).toMatchObject({
          code: 0,
          out: expect.stringMatching(/ 0 differences, 0 undecided/),
        });

        const readStore = application.get(ReadStore, { strict: false });
        const field = 'answers.corruption-complaint.answer.yearlyUsers';
        await readStore.apply('survey_forms_v3', [{ id: `2565.${lao}`, set: { [field]: 999 } }]);
        const differs = await projections(env, 'verify', 'survey_forms');
        expect(differs.code).toBe(1);
        expect(differs.out).toMatch(/ 1 differences/);
        expect(differs.out).toContain(`survey_forms_v3 2565.${lao} ${field}: served 999, replayed `);
        expect(differs.out).toMatch(new RegExp(`events: survey-2565\\.${lao}@\\d+ \\(\\d+\\)`));

        expect(await projections(env, 'rebuild', 'survey_forms')).toMatchObject({ code: 0 });
        expect(await projections(env, 'verify', 'survey_forms')).toMatchObject({ code: 0 });
        const status = await projections(env, 'status');
        const kept = allProjections();
        expect(status.out.trim().split('\n')).toHaveLength(kept.length);
      } finally {
        await server?.stop();
        server = undefined;
        const client = await MongoClient.connect(MONGODB_URL);
        await client.db().dropDatabase();
        await client.close();
      }
    },
    SLOW,
  );
});
