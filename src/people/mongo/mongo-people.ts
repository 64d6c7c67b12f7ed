import type { Collection } from 'mongodb';
import { ReadStoreUnavailable } from '../../basics/read-store-unavailable.js';
import { isDuplicateKey } from '../../mongo/failures.js';
import type { MongoConnection } from '../../mongo/mongo-connection.js';
import { People, PeopleUnavailable, type KeptPerson } from '../people.js';

interface Stored extends Omit<KeptPerson, 'sub'> {
  readonly _id: string;
  /** Revision of the event that made it so; absent after a sign-in, and where an older version of the program wrote. */
  readonly act?: number;
}

/**
 * The register of names in MongoDB, for several processes. An erased name disappears from every document. The server's
 * own journal, oplog and backups lose it later; the operator sets that time.
 */
export class MongoPeople extends People {
  constructor(private readonly connection: MongoConnection) {
    super();
  }

  override async remember(sub: string, name: string, at: string): Promise<void> {
    await this.ask(async (people) => {
      try {
        await people.updateOne(
          { _id: sub, source: 'sign-in', name: { $ne: name } },
          { $set: { name, source: 'sign-in', since: at } },
          { upsert: true },
        );
      } catch (error) {
        // The document exists but may not be changed. So the filter did not match, MongoDB tried an insert and found a
        // duplicate key.
        if (!isDuplicateKey(error)) throw error;
      }
    });
  }

  override async namesOf(subs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const wanted = { _id: { $in: [...new Set(subs)] }, name: { $ne: null } };
    const found = await this.ask((people) => people.find(wanted).toArray());
    return new Map(found.map(({ _id, name }) => [_id, name!]));
  }

  override async kept(sub: string): Promise<KeptPerson | undefined> {
    const found = await this.ask((people) => people.findOne({ _id: sub }));
    return found ? keptOf(found) : undefined;
  }

  override async find(text: string, limit: number): Promise<readonly KeptPerson[]> {
    const literally = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const wanted = { $or: [{ _id: text }, { name: { $regex: literally, $options: 'i' } }] };
    const found = await this.ask((people) => people.find(wanted).sort({ _id: 1 }).limit(limit).toArray());
    return found.map(keptOf);
  }

  override async correct(sub: string, name: string, at: string, act: bigint): Promise<'kept' | 'other-name'> {
    await this.replace(sub, { name, source: 'correction', since: at, act: Number(act) });
    const other = await this.ask((people) =>
      people.findOne({ _id: sub, act: Number(act), name: { $nin: [name, null] } }),
    );
    return other === null ? 'kept' : 'other-name';
  }

  override async erase(sub: string, at: string, act: bigint): Promise<void> {
    await this.replace(sub, { name: null, source: 'erased', since: at, act: Number(act) });
  }

  /** The connection is shared; the read store closes it. */
  override async close(): Promise<void> {}

  private async replace(sub: string, person: Required<Omit<Stored, '_id'>>): Promise<void> {
    await this.ask(async (people) => {
      try {
        const before = { _id: sub, act: { $not: { $gte: person.act } } };
        await people.replaceOne(before, person, { upsert: true });
      } catch (error) {
        // This act or a newer one was carried out, so MongoDB tried to insert it beside.
        if (!isDuplicateKey(error)) throw error;
      }
    });
  }

  private async ask<T>(work: (people: Collection<Stored>) => Promise<T>): Promise<T> {
    try {
      return await this.connection.ask((database) => work(database.collection<Stored>('people')));
    } catch (error) {
      if (error instanceof ReadStoreUnavailable) throw new PeopleUnavailable(error.message, { cause: error });
      throw error;
    }
  }
}

const keptOf = ({ _id, name, source, since }: Stored): KeptPerson => ({ sub: _id, name, source, since });
