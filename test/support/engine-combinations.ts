import { MongoClient } from 'mongodb';
import { describe } from '@jest/globals';
import { describeEngine, ownDatabase } from './engine.js';
import { EventStoreDbInMemory } from './event-store-db.js';

/** The engines of one server, as its environment variables name them. */
export interface Engines {
  readonly env: NodeJS.ProcessEnv;
  /** Removes everything that they stored. */
  end(): Promise<void>;
}

const standInLog = async (): Promise<Engines> => {
  const log = await EventStoreDbInMemory.start();
  return { env: { EVENTSTORE_URL: log.url }, end: async () => log.stop() };
};

const mongoDatabase = (url: string): Engines => {
  const own = ownDatabase(url);
  const end = async () => {
    const client = await MongoClient.connect(own);
    await client.db().dropDatabase();
    await client.close();
  };
  return { env: { MONGODB_URL: own }, end };
};

const together = (...engines: readonly Engines[]): Engines => ({
  env: Object.assign({}, ...engines.map(({ env }) => env)) as NodeJS.ProcessEnv,
  end: async () => {
    for (const each of engines) await each.end();
  },
});

/** Runs a suite on every combination of engines except the fully embedded one, which all other suites use. */
export const onEngines = (what: string, suite: (open: () => Promise<Engines>) => void): void => {
  describe(`${what} on EventStoreDB, played by the tests, and read models in memory`, () =>
    suite(standInLog));
  describeEngine(`${what} on EventStoreDB, played by the tests, and MongoDB`, 'MONGODB_URL', (url) => {
    describe(`${what} on EventStoreDB, played by the tests, and MongoDB`, () =>
      suite(async () => together(await standInLog(), mongoDatabase(url))));
  });
  describeEngine(`${what} on the embedded log and MongoDB`, 'MONGODB_URL', (url) => {
    describe(`${what} on the embedded log and MongoDB`, () => suite(async () => mongoDatabase(url)));
  });
};
