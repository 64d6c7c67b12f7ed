import { isDuplicateKey } from '../../../../src/mongo/failures.js';
import type { MongoConnection } from '../../../../src/mongo/mongo-connection.js';
import { Leases, type LeaseRecord } from '../leases.js';

interface Stored extends LeaseRecord {
  readonly _id: string;
}

/** Milliseconds. A later answer is too late for a renewal. */
const PATIENCE = 2_000;

/** Leases in MongoDB: one document each, changed by a conditional update of that document. */
export class MongoLeases extends Leases {
  constructor(private readonly connection: MongoConnection) {
    super();
  }

  override async read(name: string): Promise<LeaseRecord | undefined> {
    const stored = await this.ask(() => this.records.findOne({ _id: name }, { projection: { _id: 0 } }));
    return stored ?? undefined;
  }

  override async replace(name: string, seen: LeaseRecord | undefined, next: LeaseRecord): Promise<boolean> {
    if (seen === undefined) return this.insert({ _id: name, ...next });
    const { matchedCount } = await this.ask(() =>
      this.records.updateOne({ _id: name, ...seen }, { $set: next }),
    );
    return matchedCount === 1;
  }

  private async insert(record: Stored): Promise<boolean> {
    try {
      await this.ask(() => this.records.insertOne(record));
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  private ask<T>(work: () => Promise<T>): Promise<T> {
    return this.connection.ask(work, PATIENCE);
  }

  private get records() {
    return this.connection.database.collection<Stored>('projection_leases');
  }
}
