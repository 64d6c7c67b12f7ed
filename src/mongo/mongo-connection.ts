import { MongoClient, MongoParseError, type Db } from 'mongodb';
import { ReadStoreUnavailable } from '../basics/read-store-unavailable.js';
import { within } from '../basics/time-limit.js';
import { unavailableOr } from './failures.js';

export interface MongoConnectionOptions {
  /** `mongodb://…` or `mongodb+srv://…`. A URL without a database uses `eservice_survey`. */
  readonly url: string;
  /** Milliseconds until a server counts as unreachable. */
  readonly patience?: number;
}

const DEFAULT_DATABASE = 'eservice_survey';

const namesDatabase = (url: string): boolean => /^mongodb(\+srv)?:\/\/[^/]+\/[^?]/.test(url);

/** One connection pool for each process. Everything in MongoDB shares it. */
export class MongoConnection {
  private constructor(
    private readonly client: MongoClient,
    readonly database: Db,
  ) {}

  /** @throws ReadStoreUnavailable when the URL is invalid, no server answers, or it refuses the sign-in. */
  static async open({ url, patience = 10_000 }: MongoConnectionOptions): Promise<MongoConnection> {
    const client = connect(url, patience);
    const database = client.db(namesDatabase(url) ? undefined : DEFAULT_DATABASE);
    try {
      await client.connect();
      await database.command({ ping: 1 });
    } catch (error) {
      await client.close();
      throw unavailableOr(error);
    }
    return new MongoConnection(client, database);
  }

  /**
   * Runs the work. The driver has no limit of its own for one operation: its `timeoutMS` has no effect. Work that is given
   * up may still take effect later.
   * @param patience milliseconds to wait for the answer; without it, until the driver gives up
   * @throws ReadStoreUnavailable when no server answers
   */
  async ask<T>(work: (database: Db) => Promise<T>, patience?: number): Promise<T> {
    try {
      if (patience === undefined) return await work(this.database);
      return await within(patience, work(this.database), () => {
        throw new ReadStoreUnavailable(`MongoDB did not answer within ${patience} ms`);
      });
    } catch (error) {
      throw unavailableOr(error);
    }
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

const connect = (url: string, patience: number): MongoClient => {
  try {
    return new MongoClient(url, {
      appName: 'eservice-survey',
      ignoreUndefined: true,
      serverSelectionTimeoutMS: patience,
      // Without it, a connection that was cut silently would be waited for without end.
      socketTimeoutMS: 30_000,
      // A checkpoint must not outlive the documents before it, and a person must read their own writes.
      writeConcern: { w: 'majority', journal: true },
      readPreference: 'primary',
    });
  } catch (error) {
    if (!(error instanceof MongoParseError)) throw error;
    throw new ReadStoreUnavailable(`MongoDB's URL cannot be read: ${error.message}`, { cause: error });
  }
};
