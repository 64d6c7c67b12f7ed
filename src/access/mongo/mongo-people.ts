import { MongoClient, MongoParseError, type Collection } from 'mongodb';
import { databaseOf } from '../../../projections/read-store/mongo/database.js';
import { People, PeopleUnavailable, type KeptPerson } from '../people.js';

interface Stored extends Omit<KeptPerson, 'sub'> {
  readonly _id: string;
}

export interface MongoPeopleOptions {
  /** `mongodb://…` or `mongodb+srv://…`; a URL that names no database uses `eservice_survey`. */
  readonly url: string;
  /** How long a server is looked for before the store counts as unreachable, milliseconds. */
  readonly patience?: number;
}

/** A write that found the document as it must not be changed: MongoDB then tries to insert it, and meets it. */
const DUPLICATE_KEY = 11000;

/**
 * Names in MongoDB, for several processes. An erased name leaves every document; the server's own journal, oplog and backups forget it in
 * their time, which is the operator's to set.
 */
export class MongoPeople extends People {
  private constructor(
    private readonly client: MongoClient,
    private readonly people: Collection<Stored>,
  ) {
    super();
  }

  static async open({ url, patience = 10_000 }: MongoPeopleOptions): Promise<MongoPeople> {
    const client = connect(url, patience);
    try {
      await client.connect();
    } catch (error) {
      await client.close();
      throw unavailable(error);
    }
    return new MongoPeople(client, databaseOf(client, url).collection<Stored>('people'));
  }

  override async remember(sub: string, name: string, at: string): Promise<void> {
    await attempt(async () => {
      try {
        await this.people.updateOne(
          { _id: sub, source: 'sign-in', name: { $ne: name } },
          { $set: { name, source: 'sign-in', since: at } },
          { upsert: true },
        );
      } catch (error) {
        if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
      }
    });
  }

  override async namesOf(subs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const wanted = { _id: { $in: [...new Set(subs)] }, name: { $ne: null } };
    const found = await attempt(() => this.people.find(wanted).toArray());
    return new Map(found.map(({ _id, name }) => [_id, name!]));
  }

  override async kept(sub: string): Promise<KeptPerson | undefined> {
    const found = await attempt(() => this.people.findOne({ _id: sub }));
    return found ? keptOf(found) : undefined;
  }

  override async find(text: string, limit: number): Promise<readonly KeptPerson[]> {
    const literally = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const wanted = { $or: [{ _id: text }, { name: { $regex: literally, $options: 'i' } }] };
    const found = await attempt(() => this.people.find(wanted).sort({ _id: 1 }).limit(limit).toArray());
    return found.map(keptOf);
  }

  override async correct(sub: string, name: string, at: string): Promise<void> {
    await this.replace(sub, { name, source: 'correction', since: at });
  }

  override async erase(sub: string, at: string): Promise<void> {
    await this.replace(sub, { name: null, source: 'erased', since: at });
  }

  override async close(): Promise<void> {
    await this.client.close();
  }

  private async replace(sub: string, person: Omit<Stored, '_id'>): Promise<void> {
    await attempt(() => this.people.replaceOne({ _id: sub }, person, { upsert: true }));
  }
}

const keptOf = ({ _id, name, source, since }: Stored): KeptPerson => ({ sub: _id, name, source, since });

const connect = (url: string, patience: number): MongoClient => {
  try {
    return new MongoClient(url, { serverSelectionTimeoutMS: patience });
  } catch (error) {
    throw error instanceof MongoParseError ? unavailable(error) : error;
  }
};

const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw unavailable(error);
  }
};

const unavailable = (error: unknown): PeopleUnavailable =>
  new PeopleUnavailable(
    `the names in MongoDB cannot be reached: ${(error as Error).message.replace(/\s+/g, ' ')}`,
    {
      cause: error,
    },
  );
