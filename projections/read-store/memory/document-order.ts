import type { JsonValue } from '../../../src/basics/json.js';
import type { Sort } from '../read-store.js';
import type { StoredDocument } from './json-document.js';

/** MongoDB's order between types: an empty list, then missing and null, then numbers, strings, objects, booleans. */
const typeOrder = (value: JsonValue | undefined): number => {
  if (value === undefined || value === null) return 1;
  if (typeof value === 'number') return 2;
  if (typeof value === 'string') return 3;
  if (typeof value === 'boolean') return 5;
  return Array.isArray(value) ? 0 : 4;
};

const compareValues = (a: JsonValue | undefined, b: JsonValue | undefined): number => {
  if (a === b) return 0;
  const byType = typeOrder(a) - typeOrder(b);
  if (byType !== 0) return byType;
  if (a === null || a === undefined || b === null || b === undefined) return 0;
  if (typeof a === 'object') {
    const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
    return left < right ? -1 : Number(left > right);
  }
  return a < b ? -1 : 1;
};

/** A list sorts by its least member, or by its greatest when descending. */
const sortKey = (value: JsonValue | undefined, direction: 1 | -1): JsonValue | undefined => {
  if (!Array.isArray(value) || value.length === 0) return value;
  const items = value as readonly JsonValue[];
  return items.reduce((best, item) => (compareValues(item, best) * direction < 0 ? item : best));
};

const valueAt = (document: StoredDocument, field: string): JsonValue | undefined => {
  let value: unknown = document;
  for (const segment of field.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value as JsonValue | undefined;
};

const reader = (field: string): ((document: StoredDocument) => JsonValue | undefined) =>
  field.includes('.') ? (document) => valueAt(document, field) : (document) => document[field];

export type Comparison = (a: StoredDocument, b: StoredDocument) => number;

export const comparison = (sort: Sort): Comparison => {
  const keys = Object.entries(sort).map(([field, direction]) => ({ read: reader(field), direction }));
  return (a, b) => {
    for (const { read, direction } of keys) {
      const order = compareValues(sortKey(read(a), direction), sortKey(read(b), direction));
      if (order !== 0) return order * direction;
    }
    return 0;
  };
};

/** Values to group by; a missing field counts with null. */
export const groupKey = (
  document: StoredDocument,
  fields: readonly string[],
): { readonly [field: string]: JsonValue } =>
  Object.fromEntries(fields.map((field) => [field, valueAt(document, field) ?? null]));
