import type { Db, MongoClient } from 'mongodb';

const DEFAULT_DATABASE = 'eservice_survey';

const namesDatabase = (url: string): boolean => /^mongodb(\+srv)?:\/\/[^/]+\/[^?]/.test(url);

/** The database that the URL names; `eservice_survey` for one that names none (the driver would take `test`). */
export const databaseOf = (client: MongoClient, url: string): Db =>
  client.db(namesDatabase(url) ? undefined : DEFAULT_DATABASE);
