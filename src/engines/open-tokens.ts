import { join } from 'node:path';
import { SqliteTokenStore } from '../access-tokens/embedded/sqlite-token-store.js';
import { MongoTokenStore } from '../access-tokens/mongo/mongo-token-store.js';
import type { TokenStore } from '../access-tokens/token-store.js';
import type { Configuration } from '../configuration/configuration.js';
import type { MongoConnection } from '../mongo/mongo-connection.js';

/** The personal tokens: where the read models are, so that every process knows them. @throws DataFileError, ReadStoreUnavailable */
export const openTokens = async (
  { dataDir }: Pick<Configuration, 'dataDir'>,
  connection: MongoConnection | undefined,
): Promise<TokenStore> =>
  connection ? MongoTokenStore.open(connection) : new SqliteTokenStore(join(dataDir, 'tokens.sqlite'));
