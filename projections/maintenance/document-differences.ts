import { canonicalJson } from '../../src/event-store/hash-chain.js';
import type { JsonObject, JsonValue } from '../../src/basics/json.js';
import type { AnyDocument } from '../read-store/document.js';

type Value = JsonValue | undefined;

/** A field (dotted path) whose bytes differ. Undefined where the field, or the whole document (no `field`), is absent. */
export interface DocumentDifference {
  readonly collection: string;
  readonly id: string;
  readonly field?: string;
  readonly a: Value;
  readonly b: Value;
}

/** One difference for the whole document if either is absent, or else one for each field. */
export const documentDifferences = (
  collection: string,
  id: string,
  a: AnyDocument | undefined,
  b: AnyDocument | undefined,
): readonly DocumentDifference[] => {
  if (sameBytes(a, b)) return [];
  if (!a || !b) return [{ collection, id, a, b }];
  return fieldDifferences(a, b, '').map((field) => ({ collection, id, ...field }));
};

/** Two absent values are equal. */
export const sameBytes = (a: unknown, b: unknown): boolean =>
  a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b);

const isObject = (value: Value): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldDifferences = (a: Value, b: Value, path: string): { field: string; a: Value; b: Value }[] => {
  if (sameBytes(a, b)) return [];
  if (!isObject(a) || !isObject(b)) return [{ field: path, a, b }];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    fieldDifferences(member(a, key), member(b, key), path === '' ? key : `${path}.${key}`),
  );
};

const member = (fields: JsonObject, key: string): Value =>
  Object.hasOwn(fields, key) ? fields[key] : undefined;
