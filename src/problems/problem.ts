import type { JsonObject } from '../basics/json.js';

/**
 * Why a request cannot be carried out: a stable code with details. The wording is in the locale files. HTTP shows it as
 * an RFC 9457 problem document with the details as members.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    /** Stable, kebab-case. It is the last part of the document's `type`. */
    readonly code: ProblemCode,
    /** HTTP status. */
    readonly status: number,
    /** Members of the document beside the standard ones, and variables of its wording. */
    readonly details: JsonObject = {},
  ) {
    super(code);
  }
}

export type ProblemCode = keyof typeof import('./th.js').th;
