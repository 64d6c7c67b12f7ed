import type { MongoConnection } from '../../mongo/mongo-connection.js';
import { SessionStore, type StoredSession, type WhoseSessions } from '../session-store.js';

interface Stored extends Omit<StoredSession, 'until'> {
  readonly _id: string;
  readonly until: Date;
}

/** Every request of a person waits for its session. This is the longest wait for MongoDB, in milliseconds. */
const PATIENCE = 2_000;

/** Sessions that all processes share. They survive a restart of any process. */
export class MongoSessionStore extends SessionStore {
  private constructor(private readonly connection: MongoConnection) {
    super();
  }

  /** @throws ReadStoreUnavailable */
  static async open(connection: MongoConnection): Promise<MongoSessionStore> {
    const { sessions } = new MongoSessionStore(connection);
    await connection.ask(() =>
      // The server deletes expired sessions only from time to time, so each read checks the time itself.
      sessions.createIndexes([
        { key: { until: 1 }, expireAfterSeconds: 0 },
        { key: { sub: 1 } },
        { key: { sid: 1 } },
      ]),
    );
    return new MongoSessionStore(connection);
  }

  override async add(key: string, session: StoredSession): Promise<void> {
    await this.ask(() => this.sessions.insertOne({ _id: key, ...session, until: new Date(session.until) }));
  }

  override async find(key: string, now: number): Promise<StoredSession | undefined> {
    const found = await this.ask(() => this.sessions.findOne({ _id: key, until: { $gt: new Date(now) } }));
    if (!found) return undefined;
    const { sub, sid, sealed, version, until } = found;
    return { sub, sid, sealed, version, until: until.getTime() };
  }

  override async replace(key: string, { sealed, version, until }: StoredSession): Promise<boolean> {
    const replaced = await this.ask(() =>
      this.sessions.updateOne(
        { _id: key, version: version - 1 },
        { $set: { sealed, version, until: new Date(until) } },
      ),
    );
    return replaced.matchedCount === 1;
  }

  override async end(key: string): Promise<void> {
    await this.ask(() => this.sessions.deleteOne({ _id: key }));
  }

  override async endAll(whose: WhoseSessions): Promise<readonly string[]> {
    const found = await this.ask(() => this.sessions.find(whose, { projection: { _id: 1 } }).toArray());
    const keys = found.map(({ _id }) => _id);
    await this.ask(() => this.sessions.deleteMany({ _id: { $in: keys } }));
    return keys;
  }

  /** The read store owns and closes the shared connection. */
  override async close(): Promise<void> {}

  private ask<T>(work: () => Promise<T>): Promise<T> {
    return this.connection.ask(work, PATIENCE);
  }

  private get sessions() {
    return this.connection.database.collection<Stored>('sealed_sessions');
  }
}
