import { join } from 'node:path';
import type { Configuration } from '../configuration/configuration.js';
import { SqliteSessionStore } from '../identity/embedded/sqlite-session-store.js';
import { MongoSessionStore } from '../identity/mongo/mongo-session-store.js';
import type { SessionStore } from '../identity/session-store.js';
import type { MongoConnection } from '../mongo/mongo-connection.js';

/** The sessions: where the read models are, so that every process knows them. @throws DataFileError, ReadStoreUnavailable */
export const openSessions = async (
  { dataDir }: Pick<Configuration, 'dataDir'>,
  connection: MongoConnection | undefined,
): Promise<SessionStore> =>
  connection ? MongoSessionStore.open(connection) : new SqliteSessionStore(join(dataDir, 'sessions.sqlite'));
