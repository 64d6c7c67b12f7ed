import { join } from 'node:path';
import type { Configuration } from '../configuration/configuration.js';
import { SqliteSessionStore } from '../identity/embedded/sqlite-session-store.js';
import { MongoSessionStore } from '../identity/mongo/mongo-session-store.js';
import type { KeptSessions } from '../identity/session-store.js';
import type { MongoConnection } from '../mongo/mongo-connection.js';

/** The sessions: where the read models are, so that every process knows them. @throws DataFileError, ReadStoreUnavailable */
export const openSessions = async (
  { dataDir, sessionSecret }: Pick<Configuration, 'dataDir' | 'sessionSecret'>,
  connection: MongoConnection | undefined,
): Promise<KeptSessions> => {
  if (connection && sessionSecret !== undefined) {
    return { store: await MongoSessionStore.open(connection), secret: sessionSecret };
  }
  const store = new SqliteSessionStore(join(dataDir, 'sessions.sqlite'));
  return { store, secret: sessionSecret ?? store.secret };
};
