import { MongoBulkWriteError, type AnyBulkWriteOperation, type Collection } from 'mongodb';
import type { JsonValue } from '../../../src/basics/json.js';
import { isAbsence, isDuplicateKey } from '../../../src/mongo/failures.js';
import { MongoConnection, type MongoConnectionOptions } from '../../../src/mongo/mongo-connection.js';
import type { Document, Write } from '../document.js';
import {
  FencedOff,
  ReadStore,
  type CollectionDefinition,
  type Filter,
  type FindOptions,
} from '../read-store.js';
import { updatesOf, type Update } from './bulk.js';

/** As the driver sees documents: ours carry string ids. */
interface Stored {
  readonly _id: string;
  readonly [field: string]: unknown;
}

/** Rows a network trip brings when a whole collection is read. */
const SCAN_BATCH = 1000;

/** Which term wrote the document last; nobody who reads sees it. */
const FENCE = '_fence';
const withoutFence = { [FENCE]: 0 } as const;

const operation =
  (fence: number | undefined) =>
  ({ id, ...update }: Update): AnyBulkWriteOperation<Stored> => {
    const sets = '$set' in update;
    if (fence === undefined) return { updateOne: { filter: { _id: id }, update, upsert: sets } };
    // A document of a later term is not found by this filter, and cannot be made a second time.
    const filter = { _id: id, [FENCE]: { $not: { $gt: fence } } };
    const fenced = sets ? { $set: { ...update.$set, [FENCE]: fence } } : update;
    return { updateOne: { filter, update: fenced, upsert: sets } };
  };

const direction = (field: string): [field: string, direction: 1 | -1] =>
  field.startsWith('-') ? [field.slice(1), -1] : [field, 1];

/** Read models in MongoDB 6 or later. Needs neither transactions nor collations: order comes from stored ranks. */
export class MongoReadStore extends ReadStore {
  constructor(private readonly connection: MongoConnection) {
    super();
  }

  /** @throws ReadStoreUnavailable when the URL cannot be read, no server answers, or it refuses us. */
  static async open(options: MongoConnectionOptions): Promise<MongoReadStore> {
    return new MongoReadStore(await MongoConnection.open(options));
  }

  override async prepare({ name, indexes }: CollectionDefinition): Promise<void> {
    if (indexes.length === 0) return; // the first write makes the collection
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
        // Somebody of an earlier term made the document between our look and our insert: now it is there to be updated.
      }
    }
  }

  override async findById<D extends Document>(collection: string, id: string): Promise<D | undefined> {
    const document = await this.ask(() =>
      this.collection(collection).findOne<D>({ _id: id }, { projection: withoutFence }),
    );
    return document ?? undefined;
  }

  override async find<D extends Document>(
    collection: string,
    filter: Filter,
    options: FindOptions = {},
  ): Promise<readonly D[]> {
    if (options.limit === 0) return []; // to MongoDB 0 means without limit
    return this.ask(() =>
      this.collection(collection)
        .find<D>(filter, { ...options, projection: withoutFence })
        .toArray(),
    );
  }

  override async count(collection: string, filter: Filter): Promise<number> {
    return this.ask(() => this.collection(collection).countDocuments(filter));
  }

  override async countBy(collection: string, filter: Filter, fields: readonly string[]) {
    const values = fields.map((field, at) => [`f${at}`, { $ifNull: [`$${field}`, null] }] as const);
    const pipeline = [
      { $match: filter },
      { $group: { _id: Object.fromEntries(values), count: { $sum: 1 } } },
    ];
    const groups = await this.ask(() =>
      this.collection(collection)
        .aggregate<{ _id: { readonly [place: string]: JsonValue }; count: number }>(pipeline)
        .toArray(),
    );
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
        if (document === null) return;
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
    try {
      await this.ask(() => this.collection(by).rename(collection, { dropTarget: true }));
    } catch (error) {
      if (!isAbsence(error)) throw error;
    }
  }

  override async drop(collection: string): Promise<void> {
    await this.ask(() => this.collection(collection).drop());
  }

  override async close(): Promise<void> {
    await this.connection.close();
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
