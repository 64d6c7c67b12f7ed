import type { Actor } from '../../events/actor.js';
import type { MongoConnection } from '../../mongo/mongo-connection.js';
import { TokenStore, type StoredToken } from '../token-store.js';

interface Stored extends Omit<StoredToken, 'id' | 'expiresAt'> {
  readonly _id: string;
  readonly expiresAt: Date;
}

/** A program's request waits for its token. This is the longest wait for MongoDB, in milliseconds. */
const PATIENCE = 2_000;

/** Personal tokens that all processes share. */
export class MongoTokenStore extends TokenStore {
  private constructor(private readonly connection: MongoConnection) {
    super();
  }

  /** @throws ReadStoreUnavailable */
  static async open(connection: MongoConnection): Promise<MongoTokenStore> {
    const store = new MongoTokenStore(connection);
    await connection.ask(() =>
      // The server deletes expired tokens only from time to time, so each read checks the time itself.
      store.tokens.createIndexes([
        { key: { hash: 1 }, unique: true },
        { key: { 'actor.sub': 1 } },
        { key: { expiresAt: 1 }, expireAfterSeconds: 0 },
      ]),
    );
    return store;
  }

  override async add({ id, expiresAt, ...token }: StoredToken): Promise<void> {
    await this.ask(() => this.tokens.insertOne({ _id: id, ...token, expiresAt: new Date(expiresAt) }));
  }

  override async find(hash: string, now: number): Promise<StoredToken | undefined> {
    const found = await this.ask(() => this.tokens.findOne({ hash, expiresAt: { $gt: new Date(now) } }));
    return found ? tokenOf(found) : undefined;
  }

  override async list(sub: string, now: number): Promise<readonly StoredToken[]> {
    const wanted = { 'actor.sub': sub, expiresAt: { $gt: new Date(now) } };
    const found = await this.ask(() => this.tokens.find(wanted).sort({ createdAt: -1, _id: 1 }).toArray());
    return found.map(tokenOf);
  }

  override async revoke(sub: string, id: string): Promise<boolean> {
    const { deletedCount } = await this.ask(() => this.tokens.deleteOne({ _id: id, 'actor.sub': sub }));
    return deletedCount === 1;
  }

  override async used(id: string, at: number): Promise<void> {
    await this.ask(() => this.tokens.updateOne({ _id: id }, { $max: { lastUsedAt: at } }));
  }

  override async confirm(actor: Actor): Promise<void> {
    await this.ask(() =>
      this.tokens.updateMany({ 'actor.sub': actor.sub }, { $set: { actor, resting: false } }),
    );
  }

  override async rest(sub: string): Promise<void> {
    await this.ask(() => this.tokens.updateMany({ 'actor.sub': sub }, { $set: { resting: true } }));
  }

  /** The read store owns and closes the shared connection. */
  override async close(): Promise<void> {}

  private ask<T>(work: () => Promise<T>): Promise<T> {
    return this.connection.ask(work, PATIENCE);
  }

  private get tokens() {
    return this.connection.database.collection<Stored>('personal_tokens');
  }
}

const tokenOf = ({
  _id,
  hash,
  actor,
  name,
  createdAt,
  expiresAt,
  lastUsedAt,
  resting,
}: Stored): StoredToken => ({
  id: _id,
  hash,
  actor,
  name,
  createdAt,
  expiresAt: expiresAt.getTime(),
  lastUsedAt,
  resting,
});
