/** The same work on another event store for Node on SQLite: appends of 20 survey events, then a read of the whole log. */
import console from 'node:console';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { getSQLiteEventStore, readMessagesBatch, sqliteConnection } from '@event-driven-io/emmett-sqlite';

const SECONDS = 3;
const EVENTS_PER_APPEND = 20;

const survey = (i) => ({
  type: 'AnswerRecorded',
  data: {
    aspectId: 'quality-of-life',
    rowId: `row-${i % 20}`,
    answer: {
      hasEService: true,
      steps: ['submit-request', 'pay'],
      channels: ['website', 'other'],
      otherChannel: 'ไลน์ของเทศบาล',
      yearlyUsers: i,
    },
  },
  metadata: {
    schemaVersion: 1,
    time: '2026-01-01T00:00:00.000Z',
    actor: { sub: 'lao.03120102', role: 'lao', laoCode: '03120102' },
    correlationId: '5f2b7a52-0d0e-5b0a-9c60-3c9f0d0b8a11',
    commandId: '0c6a8d4e-6f0e-5d1b-8a35-9b1f6e2d7c40',
    command: 'SaveAspect',
    commandHash: 'c'.repeat(64),
    hash: 'd'.repeat(64),
  },
});

const directory = mkdtempSync(join(tmpdir(), 'peer-'));
const fileName = join(directory, 'events.sqlite');
// One shared connection and no migration by the library: otherwise it fails with SQLITE_BUSY.
const connection = sqliteConnection({ fileName });
const store = getSQLiteEventStore({
  fileName,
  connectionOptions: { singleton: true, connection },
  schema: { autoMigration: 'None' },
});
try {
  await store.schema.migrate();
  let appends = 0;
  let start = performance.now();
  while (performance.now() - start < SECONDS * 1000) {
    const events = Array.from({ length: EVENTS_PER_APPEND }, (_, i) =>
      survey(appends * EVENTS_PER_APPEND + i),
    );
    await store.appendToStream(`survey-2565.${appends}`, events);
    appends += 1;
  }
  const appendsPerSecond = appends / ((performance.now() - start) / 1000);

  start = performance.now();
  let read = 0;
  let after = 0n;
  for (;;) {
    const batch = await readMessagesBatch(connection, { after, batchSize: 1000 });
    if (batch.messages.length === 0) break;
    read += batch.messages.length;
    after = batch.currentGlobalPosition;
  }
  if (read !== appends * EVENTS_PER_APPEND)
    throw new Error(`appended ${appends * EVENTS_PER_APPEND}, read ${read}`);
  const rawReplayEventsPerSecond = read / ((performance.now() - start) / 1000);

  console.log(
    JSON.stringify({
      appendsPerSecond: Math.round(appendsPerSecond),
      eventsAppendedPerSecond: Math.round(appendsPerSecond * EVENTS_PER_APPEND),
      rawReplayEventsPerSecond: Math.round(rawReplayEventsPerSecond),
    }),
  );
} finally {
  connection.close();
  rmSync(directory, { recursive: true, force: true });
}
