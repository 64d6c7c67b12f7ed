import type { JsonObject, JsonValue } from '../../src/basics/json.js';

/** Documents are plain JSON with a string `_id`; positions and revisions are decimal strings, times ISO 8601 UTC. */
export interface Document {
  readonly _id: string;
}

/** A document of any collection. */
export type AnyDocument = Document & JsonObject;

/**
 * One write to one document. It sets or unsets fields by dotted path and creates the document if it does not exist.
 * There is no increment: applying a write twice changes nothing.
 */
export interface Write {
  readonly id: string;
  readonly set: { readonly [path: string]: JsonValue };
  readonly unset?: readonly string[];
}

/**
 * Fields in order: `-field` is descending, `field[]` holds a list and is indexed by its members, `field~` holds texts for substring
 * search. One of the projection's indexes serves every query in the projection's file.
 */
export type Index = readonly string[];
