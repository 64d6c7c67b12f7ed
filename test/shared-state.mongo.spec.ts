import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Session } from 'fastify';
import { MongoLeases } from '../projections/engine/lease/mongo/mongo-leases.js';
import { MongoReadStore } from '../projections/read-store/mongo/mongo-read-store.js';
import { MongoPeople } from '../src/people/mongo/mongo-people.js';
import { MongoSessionStore } from '../src/identity/mongo/mongo-session-store.js';
import { MongoConnection } from '../src/mongo/mongo-connection.js';
import { fencingContract } from './fencing.contract.js';
import { leasesContract } from './leases.contract.js';
import { peopleContract } from './people.contract.js';
import { sessionStoreContract } from './session-store.contract.js';
import { describeEngine, ownDatabase } from './support/engine.js';

describeEngine('What processes share in MongoDB', 'MONGODB_URL', (url) => {
  const own = ownDatabase(url);
  let connection: MongoConnection;
  beforeAll(async () => {
    connection = await MongoConnection.open({ url: own });
  });
  afterAll(async () => {
    await connection.database.dropDatabase();
    await connection.close();
  });
  const close = async () => undefined;

  fencingContract('MongoDB', async () => ({ store: new MongoReadStore(connection), close }));
  peopleContract('MongoDB', async () => {
    await connection.database.collection('people').drop();
    return new MongoPeople(connection);
  });
  leasesContract('MongoDB', async () => ({ leases: new MongoLeases(connection), close }));
  sessionStoreContract('MongoDB', async (now) => {
    await connection.database.collection('sessions').drop();
    return { store: await MongoSessionStore.open(connection, now), close };
  });

  describe('sessions', () => {
    it('do not show their ids to a reader of the database, and expire there too', async () => {
      const store = await MongoSessionStore.open(connection);
      const id = randomUUID();
      await new Promise((resolve) => store.set(id, { cookie: {} } as Session, resolve));
      const sessions = connection.database.collection('sessions');
      const lying = await sessions.find().toArray();
      expect(lying.length).toBeGreaterThan(0);
      expect(JSON.stringify(lying)).not.toContain(id);
      expect(await sessions.indexes()).toContainEqual(
        expect.objectContaining({ key: { until: 1 }, expireAfterSeconds: 0 }),
      );
    });
  });
});
