import { afterEach } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { MongoReadStore } from '../../projections/read-store/mongo/mongo-read-store.js';
import { ownDatabase } from './engine.js';

/** Opens an empty read store at each call, in its own database that is dropped after the test. Call it inside a `describe`. */
export const mongoReadStores = (url: string): (() => Promise<MongoReadStore>) => {
  const databases: string[] = [];
  afterEach(async () => {
    for (const own of databases.splice(0)) {
      const client = await MongoClient.connect(own);
      await client.db().dropDatabase();
      await client.close();
    }
  });
  return async () => {
    const own = ownDatabase(url);
    databases.push(own);
    return MongoReadStore.open({ url: own });
  };
};
