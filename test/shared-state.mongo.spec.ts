import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoLeases } from '../projections/engine/lease/mongo/mongo-leases.js';
import { MongoReadStore } from '../projections/read-store/mongo/mongo-read-store.js';
import { MongoPeople } from '../src/people/mongo/mongo-people.js';
import { MongoTokenStore } from '../src/access-tokens/mongo/mongo-token-store.js';
import { MongoSessionStore } from '../src/identity/mongo/mongo-session-store.js';
import { MongoConnection } from '../src/mongo/mongo-connection.js';
import { ReadStoreUnavailable } from '../src/basics/read-store-unavailable.js';
import { fencingContract } from './fencing.contract.js';
import { leasesContract } from './leases.contract.js';
import { peopleContract } from './people.contract.js';
import { sessionStoreContract } from './session-store.contract.js';
import { tokenStoreContract } from './token-store.contract.js';
import { TcpProxy } from './support/tcp-proxy.js';
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
  sessionStoreContract('MongoDB', async () => {
    await connection.database.collection('sealed_sessions').drop();
    return MongoSessionStore.open(connection);
  });

  tokenStoreContract('MongoDB', async () => {
    await connection.database.collection('personal_tokens').drop();
    return MongoTokenStore.open(connection);
  });

  describe('sessions', () => {
    it('expire in the database, too', async () => {
      await MongoSessionStore.open(connection);
      expect(await connection.database.collection('sealed_sessions').indexes()).toContainEqual(
        expect.objectContaining({ key: { until: 1 }, expireAfterSeconds: 0 }),
      );
    });
  });

  describe.each([
    ['is away', (proxy: TcpProxy) => proxy.stop()],
    ['is frozen', async (proxy: TcpProxy) => proxy.freeze()],
  ])('when MongoDB %s', (_state, leave) => {
    it.each([
      [
        'sessions',
        async (through: MongoConnection) => {
          const store = await MongoSessionStore.open(through);
          return () => store.find('a', Date.now());
        },
      ],
      [
        'leases',
        async (through: MongoConnection) => {
          const leases = new MongoLeases(through);
          return () => leases.read('a');
        },
      ],
    ])('%s are given up within seconds', async (_what, prepare) => {
      const proxy = await TcpProxy.start(() => [Number(new URL(own).port)]);
      const away = new URL(own);
      away.port = String(proxy.port);
      away.searchParams.set('directConnection', 'true');
      const through = await MongoConnection.open({ url: away.href });
      const ask = await prepare(through);
      await leave(proxy);
      const begun = Date.now();
      await expect(ask()).rejects.toBeInstanceOf(ReadStoreUnavailable);
      expect(Date.now() - begun).toBeLessThan(3_000);
      proxy.wake();
      await through.close();
      await proxy.stop();
    });
  });
});
