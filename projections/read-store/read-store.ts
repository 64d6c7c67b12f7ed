import type { JsonValue } from '../../src/basics/json.js';
import type { Document, Index, Write } from './document.js';
import type { Filter } from './filter.js';

export type Sort = { readonly [field: string]: 1 | -1 };

export interface FindOptions {
  readonly sort?: Sort;
  readonly skip?: number;
  readonly limit?: number;
}

/** A collection as its writer knows it: one per projection and version. */
export interface CollectionDefinition {
  readonly name: string;
  readonly indexes: readonly Index[];
}

/** Writes to one collection. */
export interface CollectionWrites {
  readonly collection: string;
  readonly writes: readonly Write[];
}

/** What a stretch of the log wrote, and what tells how far that is. */
export interface Batch {
  readonly documents: readonly CollectionWrites[];
  readonly progress: readonly CollectionWrites[];
}

/** A later term has written to the collection: whoever is told so projects it no longer. Part of the call's writes may have been made. */
export class FencedOff extends Error {
  override readonly name = 'FencedOff';
  constructor(collection: string, fence: number) {
    super(`${collection} is written by a later term than ${fence}`);
  }
}

/** The collection is not there: its projection does not run here. An empty answer would look like a true one. */
export class UnpreparedCollection extends Error {
  override readonly name = 'UnpreparedCollection';
  constructor(collection: string) {
    super(`${collection} was neither prepared nor written`);
  }
}

/**
 * Where read models live. Every adapter keeps, and the contract suite checks: writes of one call are applied in order and are seen by
 * every later read; a write is an upsert by `_id` with dotted paths; documents handed out are the caller's own; a question to a
 * collection that was neither prepared nor written throws `UnpreparedCollection`.
 */
export abstract class ReadStore {
  /** Makes the collection and its indexes if they are not there. */
  abstract prepare(collection: CollectionDefinition): Promise<void>;
  /**
   * `fence` is the term of the lease that the writer holds, where writers compete: a document that a later term has written stays as it is.
   * A store that only one process can reach has nobody to keep out.
   * @throws FencedOff, ReadStoreUnavailable
   */
  abstract apply(collection: string, writes: readonly Write[], fence?: number): Promise<void>;
  /**
   * The documents first, then the progress in its order, so that it never tells of what is not there; at once where the store can.
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
  /** Ids that are not there are passed over. */
  abstract remove(collection: string, ids: readonly string[]): Promise<void>;
  /**
   * `collection` becomes, with its indexes, what `by` was, and `by` is gone: a reader finds the one or the other, never neither and never a
   * mixture. Does nothing when there is no `by`: the replacement of a process that died right after it is made again.
   */
  abstract replace(collection: string, by: string): Promise<void>;
  abstract drop(collection: string): Promise<void>;
  abstract close(): Promise<void>;
}
