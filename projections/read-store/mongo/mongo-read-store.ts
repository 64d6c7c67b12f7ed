import { MongoBulkWriteError, type AnyBulkWriteOperation, type Collection } from 'mongodb';
import type { JsonValue } from '../../../src/basics/json.js';
import { isAbsence, isDuplicateKey, isPresence } from '../../../src/mongo/failures.js';
import { MongoConnection, type MongoConnectionOptions } from '../../../src/mongo/mongo-connection.js';
import type { Document, Write } from '../document.js';
import type { Filter } from '../filter.js';
import {
  FencedOff,
  ReadStore,
  UnpreparedCollection,
  type CollectionDefinition,
  type FindOptions,
} from '../read-store.js';
import { updatesOf, type Update } from '../updates.js';
import { mongoFilter } from './mongo-filter.js';

/** A document as the driver sees it. Ids are strings. */
interface Stored {
  readonly _id: string;
  readonly [field: string]: unknown;
}

/** Documents per network request when a whole collection is read. */
const SCAN_BATCH = 1000;

/** The term that wrote the document last. Readers do not see this field. */
const FENCE = '_fence';
const withoutFence = { [FENCE]: 0 } as const;

const operation =
  (fence: number | undefined) =>
  (update: Update): AnyBulkWriteOperation<Stored> => {
    const upsert = 'set' in update;
    const fields = upsert
      ? { $set: fence === undefined ? update.set : { ...update.set, [FENCE]: fence } }
      : { $unset: Object.fromEntries(update.unset.map((path) => [path, '' as const])) };
    // This filter does not match a document of a later term, and the duplicate id prevents its insertion.
    const behind = fence === undefined ? {} : { [FENCE]: { $not: { $gt: fence } } };
    return { updateOne: { filter: { _id: update.id, ...behind }, update: fields, upsert } };
  };

/** The server detects list fields itself. */
const direction = (declared: string): [field: string, direction: 1 | -1] => {
  const field = declared.replace(/(\[\]|~)$/, '');
  return field.startsWith('-') ? [field.slice(1), -1] : [field, 1];
};

/** Read models in MongoDB 6 or later. Needs no transactions or collations: the order comes from stored ranks. */
export class MongoReadStore extends ReadStore {
  /** Collections that are known to exist. */
  private readonly known = new Set<string>();

  constructor(private readonly connection: MongoConnection) {
    super();
  }

  /** @throws ReadStoreUnavailable when the URL cannot be read, no server answers, or it refuses us. */
  static async open(options: MongoConnectionOptions): Promise<MongoReadStore> {
    return new MongoReadStore(await MongoConnection.open(options));
  }

  override async prepare({ name, indexes }: CollectionDefinition): Promise<void> {
    await this.make(name);
    if (indexes.length === 0) return;
    const keys = indexes.map((fields) => ({ key: Object.fromEntries(fields.map(direction)) }));
    await this.ask(() => this.collection(name).createIndexes(keys));
  }

  override async apply(collection: string, writes: readonly Write[], fence?: number): Promise<void> {
    if (writes.length === 0) return;
    const updates = updatesOf(writes);
    const bulk = updates.map(operation(fence));
    for (;;) {
      try {
        await this.ask(() => this.collection(collection).bulkWrite(bulk, { ordered: true }));
        return;
      } catch (error) {
        if (fence === undefined || !(error instanceof MongoBulkWriteError) || !isDuplicateKey(error))
          throw error;
        const refused = updates[[error.writeErrors].flat()[0]!.index]!.id;
        if (await this.isBehind(collection, refused, fence)) throw new FencedOff(collection, fence);
        // A writer of an earlier term inserted the document between our query and our insert. It can now be updated.
      }
    }
  }

  override async findById<D extends Document>(collection: string, id: string): Promise<D | undefined> {
    const document = await this.ask(() =>
      this.collection(collection).findOne<D>({ _id: id }, { projection: withoutFence }),
    );
    await this.requireMade(collection, document !== null);
    return document ?? undefined;
  }

  override async find<D extends Document>(
    collection: string,
    filter: Filter,
    options: FindOptions = {},
  ): Promise<readonly D[]> {
    if (options.limit === 0) {
      await this.requireMade(collection, false);
      return []; // MongoDB treats 0 as no limit
    }
    const found = await this.ask(() =>
      this.collection(collection)
        .find<D>(mongoFilter(filter), { ...options, projection: withoutFence })
        .toArray(),
    );
    await this.requireMade(collection, found.length > 0);
    return found;
  }

  override async count(collection: string, filter: Filter): Promise<number> {
    const count = await this.ask(() => this.collection(collection).countDocuments(mongoFilter(filter)));
    await this.requireMade(collection, count > 0);
    return count;
  }

  override async countBy(collection: string, filter: Filter, fields: readonly string[]) {
    const values = fields.map((field, at) => [`f${at}`, { $ifNull: [`$${field}`, null] }] as const);
    const pipeline = [
      { $match: mongoFilter(filter) },
      { $group: { _id: Object.fromEntries(values), count: { $sum: 1 } } },
    ];
    const groups = await this.ask(() =>
      this.collection(collection)
        .aggregate<{ _id: { readonly [place: string]: JsonValue }; count: number }>(pipeline)
        .toArray(),
    );
    await this.requireMade(collection, groups.length > 0);
    return groups.map(({ _id, count }) => ({
      fields: Object.fromEntries(fields.map((field, at) => [field, _id[`f${at}`] ?? null])),
      count,
    }));
  }

  override async *scan<D extends Document>(collection: string): AsyncIterable<D> {
    const cursor = this.collection(collection).find<D>(
      {},
      { sort: { _id: 1 }, batchSize: SCAN_BATCH, projection: withoutFence },
    );
    try {
      for (;;) {
        const document = await this.ask(() => cursor.next());
        if (document === null) {
          await this.requireMade(collection, false);
          return;
        }
        yield document;
      }
    } finally {
      await cursor.close();
    }
  }

  override async remove(collection: string, ids: readonly string[]): Promise<void> {
    await this.ask(() => this.collection(collection).deleteMany({ _id: { $in: [...ids] } }));
  }

  override async replace(collection: string, by: string): Promise<void> {
    this.known.delete(by);
    try {
      await this.ask(() => this.collection(by).rename(collection, { dropTarget: true }));
    } catch (error) {
      if (!isAbsence(error)) throw error;
    }
  }

  override async drop(collection: string): Promise<void> {
    this.known.delete(collection);
    await this.ask(() => this.collection(collection).drop());
  }

  override async close(): Promise<void> {
    await this.connection.close();
  }

  /** Creating an index also creates its collection, but not every collection has an index. */
  private async make(name: string): Promise<void> {
    if (await this.isMade(name)) return;
    try {
      await this.ask(() => this.connection.database.createCollection(name));
    } catch (error) {
      if (!isPresence(error)) throw error;
    }
  }

  /** MongoDB treats a missing collection as empty. @throws UnpreparedCollection */
  private async requireMade(name: string, found: boolean): Promise<void> {
    if (!found && !(await this.isMade(name))) throw new UnpreparedCollection(name);
  }

  private async isMade(name: string): Promise<boolean> {
    if (this.known.has(name)) return true;
    const listed = this.connection.database.listCollections({ name }, { nameOnly: true });
    const made = (await this.ask(() => listed.toArray())).length > 0;
    if (made) this.known.add(name);
    return made;
  }

  private async isBehind(collection: string, id: string, fence: number): Promise<boolean> {
    const filter = { _id: id, [FENCE]: { $gt: fence } };
    return (await this.ask(() => this.collection(collection).countDocuments(filter))) > 0;
  }

  private collection(name: string): Collection<Stored> {
    return this.connection.database.collection<Stored>(name);
  }

  private ask<T>(work: () => Promise<T>): Promise<T> {
    return this.connection.ask(work);
  }
}
