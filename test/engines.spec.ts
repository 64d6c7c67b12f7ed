import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { playPilot } from '../demo/play-pilot.js';
import { collectionName } from '../projections/engine/collection-name.js';
import { differences } from './support/read-store-differences.js';
import { allProjections } from '../projections/read-models/index.js';
import { MemoryReadStore } from '../projections/read-store/sqlite/memory-read-store.js';
import { ReadStore } from '../projections/read-store/read-store.js';
import { rebuildFromZero } from '../projections/maintenance/rebuild-from-zero.js';
import { EventStore } from '../src/event-store/event-store.js';
import { describeEngine } from './support/engine.js';
import { EventStoreDbInMemory } from './support/event-store-db.js';
import { isLong } from './support/property-runs.js';
import { startServer, type TestServer } from './support/server.js';
import { signIn } from './support/sign-in.js';
import { directoryOf } from './web/support/survey.js';

/**
 * By the beginnings of their codes: 18 of the 46 LAOs, or all in `npm run test:long`. A stand-in for MongoDB may be slow,
 * and `demo.spec.ts` plays the whole province on the embedded engines.
 */
const { codes, total } = isLong
  ? { codes: ['0'], total: 46 }
  : { codes: ['02', '03', '04', '051203'], total: 18 };
const audience = { scene: () => undefined, refused: () => undefined, filled: () => undefined };

/** Documents that differ between the read models and a replay of the log. */
const differencesFromReplay = async ({ application }: TestServer) => {
  const projections = allProjections();
  const replayed = new MemoryReadStore();
  const eventStore = application.get(EventStore, { strict: false });
  const { events } = await rebuildFromZero({ eventStore, readStore: replayed, projections });
  expect(events).toBeGreaterThan(1_000);
  const live = application.get(ReadStore, { strict: false });
  return differences(live, replayed, projections.map(collectionName));
};

describeEngine('A province on MongoDB', 'MONGODB_URL', (url) => {
  it('is surveyed, and continues from its checkpoint after a restart', async () => {
    const database = `eservice_test_${randomUUID().slice(0, 8)}`;
    const mongoUrl = url.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)[^?]*/, `$1/${database}`);
    const log = await EventStoreDbInMemory.start();
    const env = { EVENTSTORE_URL: log.url, MONGODB_URL: mongoUrl };
    const directoryDir = await directoryOf(codes);
    const servers: TestServer[] = [];
    try {
      const first = await startServer({ env, directoryDir });
      servers.push(first);
      const played = await playPilot(first.url, audience);
      expect(played.list.total).toBe(total);
      expect(await differencesFromReplay(first)).toEqual([]);
      await servers.pop()!.stop();

      log.sent = 0;
      const second = await startServer({ env, directoryDir });
      servers.push(second);
      expect(log.sent).toBe(0);
      const officer = await signIn(second.url, 'province.12');
      const list = await officer.get('/api/surveys?fiscalYear=2565&province=12&pageSize=100');
      expect(await list.json()).toMatchObject({ total: played.list.total });
    } finally {
      for (const server of servers) await server.stop();
      log.stop();
      const client = await MongoClient.connect(mongoUrl);
      await client.db().dropDatabase();
      await client.close();
    }
  }, 300_000);
});
