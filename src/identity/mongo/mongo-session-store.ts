import type { SessionStore } from '@fastify/session';
import type { Session } from 'fastify';
import type { MongoConnection } from '../../mongo/mongo-connection.js';
import { sessionKey, sessionLifetime } from '../session-store.js';

interface Stored {
  readonly _id: string;
  readonly json: string;
  readonly until: Date;
}

type Done = (error?: unknown) => void;

/** Sessions that every process shares, and that survive each of them. */
export class MongoSessionStore implements SessionStore {
  private constructor(
    private readonly connection: MongoConnection,
    private readonly now: () => number,
  ) {}

  /** @throws ReadStoreUnavailable */
  static async open(connection: MongoConnection, now: () => number = Date.now): Promise<MongoSessionStore> {
    const store = new MongoSessionStore(connection, now);
    // The server removes what has expired, but only now and then: a read looks at the time itself.
    await connection.ask(() => store.sessions.createIndex({ until: 1 }, { expireAfterSeconds: 0 }, {}));
    return store;
  }

  set(id: string, session: Session, done: Done): void {
    const kept = { json: JSON.stringify(session), until: new Date(this.now() + sessionLifetime) };
    this.connection
      .ask(() => this.sessions.replaceOne({ _id: sessionKey(id) }, kept, { upsert: true }))
      .then(() => done(), done);
  }

  get(id: string, done: (error: unknown, session?: Session | null) => void): void {
    this.connection
      .ask(() => this.sessions.findOne({ _id: sessionKey(id), until: { $gt: new Date(this.now()) } }))
      .then((found) => done(null, found && (JSON.parse(found.json) as Session)), done);
  }

  destroy(id: string, done: Done): void {
    this.connection.ask(() => this.sessions.deleteOne({ _id: sessionKey(id) })).then(() => done(), done);
  }

  private get sessions() {
    return this.connection.database.collection<Stored>('sessions');
  }
}
