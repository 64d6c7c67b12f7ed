import type { JsonValue } from '../../../src/basics/json.js';
import type { Document, Write } from '../document.js';
import { groupKey } from './document-order.js';
import { cloneJson, type StoredDocument } from './json-document.js';
import { MemoryCollection } from './memory-collection.js';
import { ReadStore, type CollectionDefinition, type Filter, type FindOptions } from '../read-store.js';

const handOut = <D extends Document>(document: StoredDocument): D => {
  const copy: Document = cloneJson(document);
  return copy as D;
};

/**
 * Read models in the memory of one process, rebuilt from the log at start. The values of a write become the store's: nobody changes
 * them afterwards (events never change).
 */
export class MemoryReadStore extends ReadStore {
  private readonly collections = new Map<string, MemoryCollection>();

  /** Of every collection that was prepared or written to. */
  get names(): readonly string[] {
    return [...this.collections.keys()];
  }

  override async prepare({ name, indexes }: CollectionDefinition): Promise<void> {
    this.made(name).declare(indexes);
  }

  override async apply(collection: string, writes: readonly Write[]): Promise<void> {
    const documents = this.made(collection);
    for (const write of writes) documents.write(write);
  }

  override async findById<D extends Document>(collection: string, id: string): Promise<D | undefined> {
    const document = this.collection(collection).documents.get(id);
    return document && handOut<D>(document);
  }

  override async find<D extends Document>(
    collection: string,
    filter: Filter,
    options: FindOptions = {},
  ): Promise<readonly D[]> {
    return this.collection(collection)
      .find(filter, options)
      .map((document) => handOut<D>(document));
  }

  override async count(collection: string, filter: Filter): Promise<number> {
    return this.collection(collection).count(filter);
  }

  override async countBy(collection: string, filter: Filter, fields: readonly string[]) {
    const groups = new Map<string, { fields: { readonly [field: string]: JsonValue }; count: number }>();
    for (const document of this.collection(collection).matching(filter)) {
      const values = groupKey(document, fields);
      const key = JSON.stringify(values);
      const group = groups.get(key);
      if (group) group.count += 1;
      else groups.set(key, { fields: cloneJson(values), count: 1 });
    }
    return [...groups.values()];
  }

  override async *scan<D extends Document>(collection: string): AsyncIterable<D> {
    const { documents } = this.collection(collection);
    for (const id of [...documents.keys()].sort()) {
      const document = documents.get(id);
      if (document) yield handOut<D>(document);
    }
  }

  override async remove(collection: string, ids: readonly string[]): Promise<void> {
    const documents = this.collection(collection);
    for (const id of ids) documents.remove(id);
  }

  override async replace(collection: string, by: string): Promise<void> {
    const replacement = this.collections.get(by);
    if (!replacement) return;
    this.collections.set(collection, replacement);
    this.collections.delete(by);
  }

  override async drop(collection: string): Promise<void> {
    this.collections.delete(collection);
  }

  override async close(): Promise<void> {
    this.collections.clear();
  }

  /** Reading makes no collection: one that was replaced or dropped stays gone. */
  private collection(name: string): MemoryCollection {
    return this.collections.get(name) ?? new MemoryCollection();
  }

  private made(name: string): MemoryCollection {
    const collection = this.collection(name);
    this.collections.set(name, collection);
    return collection;
  }
}
