import { canonicalJson } from '../../src/event-store/hash-chain.js';
import type { Document } from '../read-store/document.js';

/** A field (dotted path) whose bytes differ; undefined where the field, or the whole document (no `field`), is absent. */
export interface DocumentDifference {
  readonly collection: string;
  readonly id: string;
  readonly field?: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** One for the whole document where either is absent, else one for each field. */
export const documentDifferences = (
  collection: string,
  id: string,
  a: Document | undefined,
  b: Document | undefined,
): readonly DocumentDifference[] => {
  if (sameBytes(a, b)) return [];
  if (!a || !b) return [{ collection, id, a, b }];
  return fieldDifferences(a, b, '').map((field) => ({ collection, id, ...field }));
};

/** Absent equals absent. */
export const sameBytes = (a: unknown, b: unknown): boolean =>
  a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b);

type Fields = { readonly [field: string]: unknown };

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldDifferences = (
  a: unknown,
  b: unknown,
  path: string,
): { field: string; a: unknown; b: unknown }[] => {
  if (sameBytes(a, b)) return [];
  if (!isObject(a) || !isObject(b)) return [{ field: path, a, b }];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    fieldDifferences(member(a, key), member(b, key), path === '' ? key : `${path}.${key}`),
  );
};

const member = (fields: Fields, key: string): unknown =>
  Object.hasOwn(fields, key) ? fields[key] : undefined;
