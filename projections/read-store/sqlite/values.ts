import type { JsonValue } from '../../../src/basics/json.js';
import type { Scalar } from '../filter.js';

/**
 * A value as a column holds it, so that SQLite's order is the port's: null, then numbers, then texts, then false and true. SQLite knows no
 * truth values and would count them as numbers: they are blobs.
 */
export type ColumnValue = string | number | bigint | Uint8Array | null;

const FALSE = Uint8Array.of(0);
const TRUE = Uint8Array.of(1);

/** Whole numbers as integers: they take less room than floating ones, and are compared faster. */
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

/** The same for a field that is still inside the document: an expression over its JSON. Null for what is no scalar. */
export const columnOfJson = (type: string, value: string): string =>
  `CASE ${type} WHEN 'true' THEN x'01' WHEN 'false' THEN x'00' WHEN 'object' THEN NULL WHEN 'array' THEN NULL ELSE ${value} END`;

/** A path of SQLite's JSON functions, as a literal of SQL: every step is quoted, whatever stands in it. */
export const jsonPath = (steps: readonly string[]): string =>
  steps.reduce((path, step) => `${path}.${JSON.stringify(step)}`, '$');

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
