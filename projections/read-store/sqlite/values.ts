import type { JsonValue } from '../../../src/basics/json.js';
import type { Scalar } from '../filter.js';

/**
 * A value as a column stores it. SQLite then sorts as the port requires: null, numbers, texts, false, true. SQLite has no boolean type
 * and would treat booleans as numbers, so they are stored as blobs.
 */
export type ColumnValue = string | number | bigint | Uint8Array | null;

const FALSE = Uint8Array.of(0);
const TRUE = Uint8Array.of(1);

/** Stores whole numbers as integers: they use less space than floats and compare faster. */
export const toColumn = (value: Scalar | null): ColumnValue => {
  if (typeof value === 'boolean') return value ? TRUE : FALSE;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
};

export const fromColumn = (value: ColumnValue): JsonValue => {
  if (value instanceof Uint8Array) return value[0] === 1;
  return typeof value === 'bigint' ? Number(value) : value;
};

export const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The same for a field inside the document, as an expression over its JSON. Null for a value that is not a scalar. */
export const columnOfJson = (type: string, value: string): string =>
  `CASE ${type} WHEN 'true' THEN x'01' WHEN 'false' THEN x'00' WHEN 'object' THEN NULL WHEN 'array' THEN NULL ELSE ${value} END`;

/** A path for SQLite's JSON functions, as an SQL literal. Every step is quoted. */
export const jsonPath = (steps: readonly string[]): string =>
  steps.reduce((path, step) => `${path}.${JSON.stringify(step)}`, '$');

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
