import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataFileError } from '../src/configuration/data-file-error.js';
import { ReadOnlyLog } from '../src/event-store/embedded/read-only-log.js';
import { SqliteEventStore } from '../src/event-store/embedded/sqlite-event-store.js';
import type { NewEvent, RecordedEvent } from '../src/events/recorded-event.js';
import { childEnvironment } from './support/child-environment.js';
import { compiled } from './support/compiled.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn } from './support/sign-in.js';

const fixture = 'test/fixtures/log-without-rosters';
const files = ['provinces.csv', 'districts.csv', 'lao-types.csv', 'laos.csv'];
const folder = mkdtempSync(join(tmpdir(), 'upgrade-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Written = NewEvent & { readonly stream: string };
const eventsOf = (file: string): readonly Written[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Written);
const recorded = eventsOf(join(fixture, 'events.jsonl'));

/** A data folder that the older version left. */
const oldLog = async (events: readonly Written[] = recorded): Promise<string> => {
  const dataDir = mkdtempSync(join(folder, 'data-'));
  const store = await SqliteEventStore.open({ file: join(dataDir, 'events.sqlite') });
  for (const { stream, ...event } of events) await store.append(stream, [event], 'any');
  await store.close();
  return dataDir;
};

const logOf = async (dataDir: string): Promise<readonly RecordedEvent[]> => {
  const log = ReadOnlyLog.open(join(dataDir, 'events.sqlite'));
  const events: RecordedEvent[] = [];
  for await (const page of log.readAll()) events.push(...page);
  log.close();
  return events;
};

/** The files of then, changed. */
const directoryWith = (change: (laos: string) => string): string => {
  const changed = mkdtempSync(join(folder, 'directory-'));
  for (const file of files) copyFileSync(join(fixture, file), join(changed, file));
  writeFileSync(join(changed, 'laos.csv'), change(readFileSync(join(fixture, 'laos.csv'), 'utf8')));
  return changed;
};

const without = (code: string) =>
  directoryWith((laos) =>
    laos
      .split('\n')
      .filter((line) => !line.startsWith(code))
      .join('\n'),
  );

const env = { QUESTIONNAIRE_DIR: fixture, COMPARE_EVERY: 'off' };

interface Answer {
  readonly path: string;
  readonly status: number;
  readonly body: object;
}

/** What the older version answered about moments that were past for it, too. */
const answers = JSON.parse(readFileSync(join(fixture, 'answers.json'), 'utf8')) as readonly Answer[];

const expectTheSameAnswers = async (server: TestServer): Promise<void> => {
  const auditor = await signIn(server.url, 'auditor');
  for (const { path, status, body } of answers) {
    const response = await auditor.get(path);
    expect({ path, status: response.status, body: await response.json() }).toMatchObject({
      path,
      status,
      body,
    });
  }
};

describe('a log from before rosters', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await oldLog();
  });

  it('is completed by the first start, which changes nothing that is recorded', async () => {
    const server = await startServer({ dataDir, directoryDir: fixture, env });
    await expectTheSameAnswers(server);
    await server.stop();
    const log = await logOf(dataDir);
    const before = log.slice(0, recorded.length);
    expect(before.map(({ stream, id, data, metadata }) => ({ stream, id, data, metadata }))).toEqual(
      recorded.map(({ stream, id, data, metadata }) => ({ stream, id, data, metadata })),
    );
    const derived = log.slice(recorded.length).filter(({ type }) => type !== 'AuditDataRead');
    expect(derived).toMatchObject([
      {
        type: 'QuestionnairePublished',
        stream: 'questionnaire-2565.1',
        revision: 0n,
        data: { questionnaire: { version: '2565.1' }, countsFrom: log[0]!.metadata['time'] },
      },
      {
        type: 'ProvinceEnrolled',
        stream: 'province-2565.12',
        data: { countsFrom: log[0]!.metadata['time'] },
      },
      { type: 'ProvinceEnrolled', stream: 'province-2566.12' },
    ]);
  }, 60_000);

  it('then needs no files: what was answered about the past is answered for ever', async () => {
    const gone = '06120106';
    const renamed = without(gone);
    const laos = join(renamed, 'laos.csv');
    writeFileSync(laos, readFileSync(laos, 'utf8').replaceAll('เทศบาลนครนนทบุรี', 'เทศบาลนครอื่น'));
    const before = (await logOf(dataDir)).filter(({ type }) => type !== 'AuditDataRead').length;
    const server = await startServer({
      dataDir,
      directoryDir: renamed,
      env: { ...env, QUESTIONNAIRE_DIR: mkdtempSync(join(folder, 'empty-')) },
    });
    await expectTheSameAnswers(server);
    const auditor = await signIn(server.url, 'auditor');
    for (const path of [
      `/api/surveys/2565/${gone}`,
      `/api/audit/surveys/2565/${gone}/history`,
      `/api/surveys/2565/${gone}/receipt?revision=11`,
      `/api/audit/surveys/2565/${gone}/package`,
      '/api/provinces/12/certifications/2565/receipt?revision=1',
    ]) {
      expect([path, (await auditor.get(path)).status]).toEqual([path, 200]);
    }
    const clerk = await signIn(server.url, `lao.03120102`);
    expect(await (await clerk.get('/api/me')).json()).toMatchObject({ lao: { name: 'เทศบาลนครนนทบุรี' } });
    const health = await (await fetch(`${server.url}/health/ready`)).text();
    expect(health).not.toMatch(/"parked":\[\{/);
    await server.stop();
    const after = (await logOf(dataDir)).filter(({ type }) => type !== 'AuditDataRead').length;
    expect(after).toBe(before);
  }, 60_000);

  it('is not completed from files that lack an LAO that has recorded something', async () => {
    const own = await oldLog();
    const directoryDir = without('06120106');
    const starting = startServer({ dataDir: own, directoryDir, env });
    await expect(starting).rejects.toThrow(DataFileError);
    await expect(starting).rejects.toThrow(/lacks LAOs that have recorded surveys in 2565: 06120106; name/);
  }, 60_000);

  it('is completed by an operator, once', async () => {
    const own = await oldLog();
    const upgrade = async () => {
      const program = compiled('src/cli/upgrade-log.cli.ts');
      const environment = {
        ...childEnvironment,
        DATA_DIR: own,
        DIRECTORY_DIR: fixture,
        QUESTIONNAIRE_DIR: fixture,
      };
      return (await promisify(execFile)(process.execPath, [program], { env: environment })).stdout;
    };
    expect(await upgrade()).toBe(
      'questionnaire 2565.1: recorded\n2565: rosters recorded of 1 provinces (12)\n2566: rosters recorded of 1 provinces (12)\n',
    );
    expect(await upgrade()).toBe('The log says of every round what and who is asked: nothing to do.\n');
    expect(await logOf(own)).toHaveLength(recorded.length + 3);
  }, 60_000);
});

describe('a log from before questionnaires were recorded', () => {
  const rosters = eventsOf('test/fixtures/log-without-questionnaires/events.jsonl');
  const begin = (dataDir: string, questionnaireDir: string) =>
    startServer({
      dataDir,
      directoryDir: fixture,
      env: { COMPARE_EVERY: 'off', QUESTIONNAIRE_DIR: questionnaireDir },
    });
  /** The file of then, changed. */
  const questionnaireWith = (change: (text: string) => string): string => {
    const changed = mkdtempSync(join(folder, 'questionnaire-'));
    const text = readFileSync(join(fixture, 'questionnaire-2565.json'), 'utf8');
    writeFileSync(join(changed, 'questionnaire-2565.json'), change(text));
    return changed;
  };

  it('is completed by the first start, and answers about the past as before', async () => {
    const dataDir = await oldLog([...recorded, ...rosters]);
    const server = await begin(dataDir, fixture);
    await expectTheSameAnswers(server);
    await server.stop();
    const added = (await logOf(dataDir)).slice(recorded.length + rosters.length);
    expect(added.filter(({ type }) => type !== 'AuditDataRead').map(({ stream }) => stream)).toEqual([
      'questionnaire-2565.1',
    ]);
  }, 60_000);

  it.each<[string, (text: string) => string, RegExp]>([
    [
      'the version that a round pins',
      (text) => text.replace('"2565.1"', '"2565.7"'),
      /lacks the questionnaires that the log's rounds pin: 2565\.1; name/,
    ],
    [
      'a row that has an answer',
      (text) => text.replace('"newborn-grant-registration"', '"another"'),
      /lacks rows that have recorded answers: newborn-grant-registration; name/,
    ],
  ])(
    'is not completed from a file without %s',
    async (_, change, message) => {
      const starting = begin(await oldLog([...recorded, ...rosters]), questionnaireWith(change));
      await expect(starting).rejects.toThrow(DataFileError);
      await expect(starting).rejects.toThrow(message);
    },
    60_000,
  );
});
