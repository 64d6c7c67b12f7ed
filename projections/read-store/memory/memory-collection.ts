import { Query } from 'mingo';
import type { JsonValue } from '../../../src/basics/json.js';
import type { Index, Write } from '../document.js';
import type { FindOptions, Sort } from '../read-store.js';
import { comparison, type Comparison } from './document-order.js';
import { arePlainFields, DocumentEditor, type StoredDocument } from './json-document.js';

type Filter = { readonly [field: string]: unknown };
type Scalar = string | number | boolean;
type Buckets = Map<Scalar, Set<StoredDocument>>;
type Test = (document: StoredDocument) => boolean;

interface View {
  readonly fields: readonly string[];
  readonly compare: Comparison;
  readonly documents: StoredDocument[];
}

interface Plan {
  readonly candidates: Iterable<StoredDocument>;
  readonly size: number;
  /** Every candidate passes the test. */
  readonly exact: boolean;
  readonly test: Test;
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** A list is found by each of its members. */
const bucketKeys = (value: JsonValue | undefined): readonly Scalar[] => {
  if (isScalar(value)) return [value];
  return Array.isArray(value) ? [...new Set(value.filter(isScalar))] : [];
};

const equals =
  (field: string, wanted: Scalar): Test =>
  (document) => {
    const value = document[field];
    return value === wanted || (Array.isArray(value) && value.includes(wanted));
  };

const comparisons: { readonly [operator: string]: (value: Scalar, operand: Scalar) => boolean } = {
  $gt: (value, operand) => value > operand,
  $gte: (value, operand) => value >= operand,
  $lt: (value, operand) => value < operand,
  $lte: (value, operand) => value <= operand,
};

/** The operators that lists ask with, on a plain field; undefined for any other. */
const operatorTest = (field: string, wanted: unknown): Test | undefined => {
  if (typeof wanted !== 'object' || wanted === null) return undefined;
  const tests = Object.entries(wanted).map(([operator, operand]) => oneTest(field, operator, operand));
  return tests.every((test) => test !== undefined) && tests.length > 0
    ? (document) => tests.every((test) => test(document))
    : undefined;
};

const oneTest = (field: string, operator: string, operand: unknown): Test | undefined => {
  if (operator === '$ne' && isScalar(operand)) {
    const equal = equals(field, operand);
    return (document) => !equal(document);
  }
  if (operator === '$in' && Array.isArray(operand) && operand.every(isScalar)) {
    const wanted = new Set<unknown>(operand);
    return anyOf(field, (value) => wanted.has(value));
  }
  const compare = comparisons[operator];
  if (compare && isScalar(operand)) {
    // As MongoDB does: a number is never more or less than a text.
    return anyOf(field, (value) => typeof value === typeof operand && compare(value as Scalar, operand));
  }
  if (operator !== '$regex' || typeof operand !== 'string') return undefined;
  const pattern = new RegExp(operand);
  return anyOf(field, (value) => typeof value === 'string' && pattern.test(value));
};

/** A list passes by any of its members. */
const anyOf =
  (field: string, found: (value: unknown) => boolean): Test =>
  (document) => {
    const value = document[field];
    return Array.isArray(value) ? value.some(found) : found(value);
  };

const moveBuckets = (
  buckets: Buckets,
  document: StoredDocument,
  from: readonly Scalar[],
  to: readonly Scalar[],
): void => {
  if (from.length === 1 && to.length === 1 && from[0] === to[0]) return;
  for (const key of from) buckets.get(key)?.delete(document);
  for (const key of to) {
    const bucket = buckets.get(key);
    if (bucket) bucket.add(document);
    else buckets.set(key, new Set([document]));
  }
};

/** A list or object changed in place is the same object still. */
const moved = (before: JsonValue | undefined, after: JsonValue | undefined): boolean =>
  before !== after || (typeof after === 'object' && after !== null);

/**
 * Documents of one collection by id. Of the declared indexes it keeps, from the first query that wants them on, documents by equal value
 * and documents in sorted order: a rebuild, which queries nothing, pays for neither.
 */
export class MemoryCollection {
  readonly documents = new Map<string, StoredDocument>();
  private readonly editor = new DocumentEditor();
  private readonly indexed = new Set<string>(['_id']);
  private readonly equal = new Map<string, Buckets>();
  private readonly views = new Map<string, View>();

  declare(indexes: readonly Index[]): void {
    for (const field of indexes.flat()) if (!field.includes('.')) this.indexed.add(field.replace(/^-/, ''));
  }

  write(write: Write): void {
    const known = this.documents.get(write.id);
    const unindexed = this.equal.size === 0 && this.views.size === 0;
    // A rebuild is mostly new documents of plain fields: one copy makes them.
    if (!known && unindexed && !write.unset && arePlainFields(write.set)) {
      this.documents.set(write.id, { _id: write.id, ...write.set });
      return;
    }
    const document: StoredDocument = known ?? { _id: write.id };
    if (unindexed) this.edit(document, write);
    else this.editIndexed(document, write, known === undefined);
    if (!known) this.documents.set(write.id, document);
  }

  remove(id: string): void {
    const document = this.documents.get(id);
    if (!document) return;
    this.documents.delete(id);
    for (const [field, buckets] of this.equal)
      moveBuckets(buckets, document, bucketKeys(document[field]), []);
    this.views.clear();
  }

  find(filter: Filter, { sort, skip = 0, limit = Infinity }: FindOptions): StoredDocument[] {
    const { candidates, size, test } = this.plan(filter);
    const view = sort && size * 4 >= this.documents.size ? this.view(sort) : undefined;
    const found: StoredDocument[] = [];
    const enough = view || !sort ? skip + limit : Infinity;
    for (const document of view?.documents ?? candidates) {
      if (found.length >= enough) break;
      if (test(document)) found.push(document);
    }
    if (sort && !view) found.sort(comparison(sort));
    return found.slice(skip, skip + limit);
  }

  count(filter: Filter): number {
    const { candidates, size, exact, test } = this.plan(filter);
    if (exact) return size;
    let count = 0;
    for (const document of candidates) if (test(document)) count += 1;
    return count;
  }

  *matching(filter: Filter): Iterable<StoredDocument> {
    const { candidates, test } = this.plan(filter);
    for (const document of candidates) if (test(document)) yield document;
  }

  private edit(document: StoredDocument, { set, unset }: Write): void {
    for (const path of Object.keys(set)) this.editor.set(document, path, set[path]);
    if (unset) for (const path of unset) this.editor.unset(document, path);
  }

  private editIndexed(document: StoredDocument, write: Write, isNew: boolean): void {
    const keysBefore = [...this.equal.keys()].map((field) => bucketKeys(document[field]));
    const sortedBefore = [...this.views.values()].map((view) => view.fields.map((field) => document[field]));
    if (isNew) keysBefore.fill([]);
    this.edit(document, write);
    let place = 0;
    for (const [field, buckets] of this.equal) {
      moveBuckets(buckets, document, keysBefore[place]!, bucketKeys(document[field]));
      place += 1;
    }
    place = 0;
    for (const [name, view] of this.views) {
      const before = sortedBefore[place]!;
      place += 1;
      const last = view.documents.at(-1);
      if (isNew && (!last || view.compare(last, document) <= 0)) view.documents.push(document);
      else if (isNew || view.fields.some((field, at) => moved(before[at], document[field]))) {
        this.views.delete(name);
      }
    }
  }

  /** Plain equalities (one of them looked up) and what lists ask are tested by hand, mingo judges the rest. */
  private plan(filter: Filter): Plan {
    const rest: Record<string, unknown> = {};
    const tests: Test[] = [];
    let smallest: ReadonlySet<StoredDocument> | undefined;
    let looked: Test | undefined;
    for (const [field, wanted] of Object.entries(filter)) {
      const plain = !field.startsWith('$') && !field.includes('.');
      if (!plain || !isScalar(wanted)) {
        const byHand = plain ? operatorTest(field, wanted) : undefined;
        if (byHand) tests.push(byHand);
        else rest[field] = wanted;
        continue;
      }
      const test = equals(field, wanted);
      tests.push(test);
      if (!this.indexed.has(field)) continue;
      const bucket = this.buckets(field).get(wanted) ?? new Set();
      if (!smallest || bucket.size < smallest.size) [smallest, looked] = [bucket, test];
    }
    if (Object.keys(rest).length > 0) {
      const query = new Query(rest);
      tests.push((document) => query.test(document));
    }
    return {
      candidates: smallest ?? this.documents.values(),
      size: smallest?.size ?? this.documents.size,
      exact: tests.every((test) => test === looked),
      test: (document) => tests.every((test) => test(document)),
    };
  }

  private buckets(field: string): Buckets {
    const known = this.equal.get(field);
    if (known) return known;
    const buckets: Buckets = new Map();
    for (const document of this.documents.values()) {
      moveBuckets(buckets, document, [], bucketKeys(document[field]));
    }
    this.equal.set(field, buckets);
    return buckets;
  }

  private view(sort: Sort): View | undefined {
    const fields = Object.keys(sort);
    if (!fields.every((field) => this.indexed.has(field))) return undefined;
    const name = JSON.stringify(Object.entries(sort));
    let view = this.views.get(name);
    if (!view) {
      const compare = comparison(sort);
      view = { fields, compare, documents: [...this.documents.values()].sort(compare) };
      this.views.set(name, view);
    }
    return view;
  }
}
