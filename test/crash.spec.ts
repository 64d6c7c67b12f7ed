import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { collectionName } from '../projections/engine/collection-name.js';
import { differences } from './support/read-store-differences.js';
import { allProjections } from '../projections/read-models/index.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { ReadStore } from '../projections/read-store/read-store.js';
import { rebuildFromZero } from '../projections/maintenance/rebuild-from-zero.js';
import type { History, HistoryItem } from '../src/history/history-view.js';
import type { CommandResult } from '../src/commands/command-context.js';

import type { RecordedEvent } from '../src/events/recorded-event.js';
import { EventStore } from '../src/event-store/event-store.js';
import type { FormView } from '../src/form/form-view.js';
import { chainBreaches } from './support/log-oracle.js';
import { spawnServer, type ServerProcess } from './support/server-process.js';
import { startServer } from './support/server.js';
import { signIn, type Client } from './support/sign-in.js';

const ROUNDS = 3;
const laos = ['03120102', '02120101'];
/** Two people fill each LAO, one aspect each, so that appends to one stream collide too. */
const aspects = {
  'quality-of-life': ['newborn-grant-registration', 'newborn-grant-status-check'],
  infrastructure: [
    'building-construction-permit',
    'building-alteration-permit',
    'building-demolition-permit',
  ],
} as const;

interface Save {
  readonly key: string;
  readonly lao: string;
  readonly aspect: keyof typeof aspects;
  readonly users: number;
  acknowledged?: CommandResult;
}

const dataDir = mkdtempSync(join(tmpdir(), 'crash-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

const startChild = async (): Promise<ServerProcess> => {
  const server = await spawnServer({ DATA_DIR: dataDir });
  children.push(server.child);
  return server;
};

const saves: Save[] = [];

const put = async (client: Client, save: Save): Promise<CommandResult> => {
  const rows = aspects[save.aspect].map((row) => [row, { hasEService: true, yearlyUsers: save.users }]);
  const response = await client.put(
    `/api/surveys/2565/${save.lao}/aspects/${save.aspect}`,
    { answers: Object.fromEntries(rows) },
    { 'if-match': '*', 'idempotency-key': save.key },
  );
  const body: unknown = await response.json();
  if (response.status !== 200) throw new Refused(`${response.status} ${JSON.stringify(body)}`);
  return { revision: (body as CommandResult).revision, position: (body as CommandResult).position };
};

class Refused extends Error {}

/** Saves until the server is gone; `false` when an answer never came. */
const attempt = async (client: Client, save: Save): Promise<boolean> => {
  try {
    save.acknowledged = await put(client, save);
    return true;
  } catch (error) {
    if (error instanceof Refused) throw error;
    return false;
  }
};

const people = (url: string) =>
  Promise.all(
    laos.flatMap((lao) =>
      (Object.keys(aspects) as Save['aspect'][]).map(async (aspect) => ({
        lao,
        aspect,
        client: await signIn(url, `lao.${lao}`),
      })),
    ),
  );

const finishPending = async (url: string): Promise<number> => {
  const pending = saves.filter(({ acknowledged }) => !acknowledged);
  for (const save of pending) {
    const client = await signIn(url, `lao.${save.lao}`);
    save.acknowledged = await put(client, save);
  }
  return pending.length;
};

const wholeHistory = async (client: Client, lao: string): Promise<readonly HistoryItem[]> => {
  const items: HistoryItem[] = [];
  for (let page = 1; ; page += 1) {
    const response = await client.get(`/api/audit/surveys/2565/${lao}/history?page=${page}&pageSize=100`);
    expect(response.status).toBe(200);
    const history = (await response.json()) as History;
    items.push(...history.items);
    // The enrolment of its province, by the first start, is no save.
    const own = items.filter(({ type }) => type !== 'ProvinceEnrolled');
    if (items.length >= history.total) return own.reverse();
  }
};

it('keeps what it acknowledged, whole and once, however often it is killed while people save', async () => {
  let users = 0;
  let unanswered = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { child, url } = await startChild();
    unanswered += await finishPending(url);
    const killAt = saves.length + 24 + round * 7;
    const work = (await people(url)).map(async ({ lao, aspect, client }) => {
      for (;;) {
        users += 1;
        const save: Save = { key: randomUUID(), lao, aspect, users };
        saves.push(save);
        if (saves.length === killAt) child.kill('SIGKILL');
        if (!(await attempt(client, save))) return;
      }
    });
    const exited = once(child, 'exit');
    await Promise.all(work);
    expect(await exited).toEqual([null, 'SIGKILL']);
  }

  const server = await startServer({ dataDir });
  try {
    unanswered += await finishPending(server.url);
    expect(unanswered).toBeGreaterThanOrEqual(ROUNDS);
    for (const lao of laos) {
      const client = await signIn(server.url, `lao.${lao}`);
      const own = saves.filter((save) => save.lao === lao);
      // A process that never saw the key gives the first answer again.
      for (const save of own.slice(-3)) expect(await put(client, save)).toEqual(save.acknowledged);
      const history = await wholeHistory(client, lao);
      expectEachSaveOnce(history, own);
      await expectLastAnswersShown(client, lao, history);
    }

    const eventStore = server.application.get(EventStore);
    const log: RecordedEvent[] = [];
    for await (const page of eventStore.readAll()) log.push(...page);
    expect(chainBreaches(log)).toEqual([]);
    const projections = allProjections();
    const fresh = new MemoryReadStore();
    await rebuildFromZero({ eventStore, readStore: fresh, projections });
    const served = server.application.get(ReadStore);
    expect(await differences(served, fresh, projections.map(collectionName))).toEqual([]);
  } finally {
    await server.stop();
  }
}, 120_000);

/**
 * Every save of the LAO is in the log once and whole, closed by its AspectSaved, at the position of its answer, and
 * nothing else is there.
 */
const expectEachSaveOnce = (history: readonly HistoryItem[], own: readonly Save[]): void => {
  const byEnd = new Map(own.map((save) => [save.acknowledged!.position, save]));
  expect(byEnd.size).toBe(own.length);
  for (const events of Map.groupBy(history, ({ commandId }) => commandId).values()) {
    const last = events.at(-1)!;
    const save = byEnd.get(last.position)!;
    expect(save.acknowledged!.revision).toBe(last.revision);
    byEnd.delete(last.position);
    expect(events.map(({ type, data }) => ({ type, ...data }))).toEqual([
      ...aspects[save.aspect].map((rowId) => ({
        type: 'AnswerRecorded',
        aspectId: save.aspect,
        rowId,
        answer: { hasEService: true, yearlyUsers: save.users },
      })),
      { type: 'AspectSaved', aspectId: save.aspect },
    ]);
  }
  expect([...byEnd.values()]).toEqual([]);
};

const expectLastAnswersShown = async (
  client: Client,
  lao: string,
  history: readonly HistoryItem[],
): Promise<void> => {
  const form = (await (await client.get(`/api/surveys/2565/${lao}`)).json()) as FormView;
  expect(form.revision).toBe(history.at(-1)!.revision);
  const shown = new Map(form.aspects.flatMap(({ rows }) => rows.map(({ id, answer }) => [id, answer])));
  for (const [rowId, events] of Map.groupBy(history, ({ data }) => data['rowId'] as string | undefined)) {
    if (rowId !== undefined) expect(shown.get(rowId)).toEqual(events.at(-1)!.data['answer']);
  }
};
