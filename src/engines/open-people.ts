import { join } from 'node:path';
import type { Configuration } from '../configuration/configuration.js';
import type { MongoConnection } from '../mongo/mongo-connection.js';
import { SqlitePeople } from '../people/embedded/sqlite-people.js';
import { MongoPeople } from '../people/mongo/mongo-people.js';
import type { People } from '../people/people.js';

/**
 * The register of names. It is kept in the same place as the read models, so that every process knows the names.
 * @throws DataFileError
 */
export const openPeople = (
  { dataDir }: Pick<Configuration, 'dataDir'>,
  connection: MongoConnection | undefined,
): People => (connection ? new MongoPeople(connection) : new SqlitePeople(join(dataDir, 'people.sqlite')));
