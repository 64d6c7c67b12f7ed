import type { JsonValue } from '../../src/basics/json.js';
import type { Document, Index, Write } from './document.js';
import type { Filter } from './filter.js';

export type Sort = { readonly [field: string]: 1 | -1 };

export interface FindOptions {
  readonly sort?: Sort;
  readonly skip?: number;
  readonly limit?: number;
}

/** Definition of a collection. Each projection and version has one. */
export interface CollectionDefinition {
  readonly name: string;
  readonly indexes: readonly Index[];
}

/** Writes to one collection. */
export interface CollectionWrites {
  readonly collection: string;
  readonly writes: readonly Write[];
}

/** The writes of a range of the log, and the progress after it. */
export interface Batch {
  readonly documents: readonly CollectionWrites[];
  readonly progress: readonly CollectionWrites[];
}

/** A later term has written to the collection, so the caller must stop projecting it. Some writes of the call may have been made. */
export class FencedOff extends Error {
  override readonly name = 'FencedOff';
  constructor(collection: string, fence: number) {
    super(`${collection} is written by a later term than ${fence}`);
  }
}

/** The collection does not exist, because its projection does not run here. An empty result would look like a valid one. */
export class UnpreparedCollection extends Error {
  override readonly name = 'UnpreparedCollection';
  constructor(collection: string) {
    super(`${collection} was neither prepared nor written`);
  }
}

/**
 * Storage of read models. The contract suite checks these rules for every adapter: writes of one call apply in order, and every later
 * read sees them; a write is an upsert by `_id` with dotted paths; the caller may change a returned document; a query of a collection
 * that was neither prepared nor written throws `UnpreparedCollection`.
 */
export abstract class ReadStore {
  /**
   * Whether a batch may be sent before the ones before it are written: the store then writes them in order, and refuses those that were
   * sent before the sender knew of a failure.
   */
  readonly takesBatchesAhead: boolean = false;
  /** Creates the collection and its indexes if they do not exist. */
  abstract prepare(collection: CollectionDefinition): Promise<void>;
  /**
   * `fence` is the term of the writer's lease, if writers compete. A document written by a later term stays unchanged. A store of a
   * single process needs no fence.
   * @throws FencedOff, ReadStoreUnavailable
   */
  abstract apply(collection: string, writes: readonly Write[], fence?: number): Promise<void>;
  /**
   * Writes the documents, then the progress in its order, so that progress never covers missing documents. Atomic if the store can.
   * @throws FencedOff, ReadStoreUnavailable
   */
  async applyBatch({ documents, progress }: Batch, fence?: number): Promise<void> {
    await Promise.all(documents.map(({ collection, writes }) => this.apply(collection, writes, fence)));
    for (const { collection, writes } of progress) await this.apply(collection, writes, fence);
  }
  abstract findById<D extends Document>(collection: string, id: string): Promise<D | undefined>;
  abstract find<D extends Document>(
    collection: string,
    filter: Filter,
    options?: FindOptions,
  ): Promise<readonly D[]>;
  abstract count(collection: string, filter: Filter): Promise<number>;
  /** Groups by the given fields and counts: `{ fields: { status: 'certified' }, count: 12 }`. */
  abstract countBy(
    collection: string,
    filter: Filter,
    fields: readonly string[],
  ): Promise<readonly { readonly fields: { readonly [field: string]: JsonValue }; readonly count: number }[]>;
  /** Every document of a collection, by `_id`, for comparing two builds of a read model. */
  abstract scan<D extends Document>(collection: string): AsyncIterable<D>;
  /** Ignores ids that do not exist. */
  abstract remove(collection: string, ids: readonly string[]): Promise<void>;
  /**
   * Replaces `collection` and its indexes by `by`, and removes `by`. A reader sees either the old or the new collection, never none and
   * never a mixture. Does nothing without `by`, because a process that dies right after a replacement repeats it.
   */
  abstract replace(collection: string, by: string): Promise<void>;
  abstract drop(collection: string): Promise<void>;
  abstract close(): Promise<void>;
}

/** The queries alone, over documents of the present or of a moment in the past. */
export type ReadStoreQueries = Pick<ReadStore, 'findById' | 'find' | 'count' | 'countBy'>;
