import { MongoClient, MongoParseError, type AnyBulkWriteOperation, type Db } from 'mongodb';
import type { JsonValue } from '../../../src/json.js';
import type { Document, Write } from '../../projection.js';
import {
  ReadStore,
  ReadStoreUnavailable,
  type CollectionDefinition,
  type Filter,
  type FindOptions,
} from '../read-store.js';
import { updatesOf, type Update } from './bulk.js';
import { databaseOf } from './database.js';
import { unavailableOr } from './failures.js';

/** As the driver sees documents: ours carry string ids. */
interface Stored {
  readonly _id: string;
  readonly [field: string]: unknown;
}

export interface MongoReadStoreOptions {
  /** `mongodb://…` or `mongodb+srv://…`; a URL that names no database uses `eservice_survey`. */
  readonly url: string;
  /** How long a server is looked for before the store counts as unreachable, milliseconds. */
  readonly patience?: number;
}

/** Rows a network trip brings when a whole collection is read. */
const SCAN_BATCH = 1000;

const operation = ({ id, ...update }: Update): AnyBulkWriteOperation<Stored> => ({
  updateOne: { filter: { _id: id }, update, upsert: '$set' in update },
});

const direction = (field: string): [field: string, direction: 1 | -1] =>
  field.startsWith('-') ? [field.slice(1), -1] : [field, 1];

/** Read models in MongoDB 6 or later. Needs neither transactions nor collations: order comes from stored ranks. */
export class MongoReadStore extends ReadStore {
  private constructor(
    private readonly client: MongoClient,
    private readonly database: Db,
  ) {
    super();
  }

  /** @throws ReadStoreUnavailable when the URL cannot be read, no server answers, or it refuses us. */
  static async open({ url, patience = 10_000 }: MongoReadStoreOptions): Promise<MongoReadStore> {
    const client = connect(url, patience);
    const database = databaseOf(client, url);
    try {
      await client.connect();
      await database.command({ ping: 1 });
    } catch (error) {
      await client.close();
      throw unavailableOr(error);
    }
    return new MongoReadStore(client, database);
  }

  override async prepare({ name, indexes }: CollectionDefinition): Promise<void> {
    if (indexes.length === 0) return; // the first write makes the collection
    const keys = indexes.map((fields) => ({ key: Object.fromEntries(fields.map(direction)) }));
    await this.ask(() => this.collection(name).createIndexes(keys));
  }

  override async apply(collection: string, writes: readonly Write[]): Promise<void> {
    if (writes.length === 0) return;
    const bulk = updatesOf(writes).map(operation);
    await this.ask(() => this.collection(collection).bulkWrite(bulk, { ordered: true }));
  }

  override async findById<D extends Document>(collection: string, id: string): Promise<D | undefined> {
    const document = await this.ask(() => this.collection(collection).findOne({ _id: id }));
    return (document ?? undefined) as D | undefined;
  }

  override async find<D extends Document>(
    collection: string,
    filter: Filter,
    options: FindOptions = {},
  ): Promise<readonly D[]> {
    if (options.limit === 0) return []; // to MongoDB 0 means without limit
    return (await this.ask(() =>
      this.collection(collection).find(filter, options).toArray(),
    )) as unknown as D[];
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
    const cursor = this.collection(collection).find({}, { sort: { _id: 1 }, batchSize: SCAN_BATCH });
    try {
      for (;;) {
        const document = await this.ask(() => cursor.next());
        if (document === null) return;
        yield document as unknown as D;
      }
    } finally {
      await cursor.close();
    }
  }

  override async drop(collection: string): Promise<void> {
    await this.ask(() => this.collection(collection).drop());
  }

  override async close(): Promise<void> {
    await this.client.close();
  }

  private collection(name: string) {
    return this.database.collection<Stored>(name);
  }

  private async ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw unavailableOr(error);
    }
  }
}

const connect = (url: string, patience: number): MongoClient => {
  try {
    return new MongoClient(url, {
      appName: 'eservice-survey',
      ignoreUndefined: true,
      serverSelectionTimeoutMS: patience,
      // A checkpoint must not outlive the documents before it, and a person reads what was just written.
      writeConcern: { w: 'majority', journal: true },
      readPreference: 'primary',
    });
  } catch (error) {
    if (!(error instanceof MongoParseError)) throw error;
    throw new ReadStoreUnavailable(`MongoDB's URL cannot be read: ${error.message}`, { cause: error });
  }
};
