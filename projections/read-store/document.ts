import type { JsonObject, JsonValue } from '../../src/basics/json.js';

/** Documents are plain JSON with a string `_id`; positions and revisions are decimal strings, times ISO 8601 UTC. */
export interface Document {
  readonly _id: string;
}

/** A document of any collection, by its fields. */
export type AnyDocument = Document & JsonObject;

/**
 * One write to one document: fields are set (or unset) by dotted path, the document is created if it is not there.
 * There is no increment: applying a write twice changes nothing.
 */
export interface Write {
  readonly id: string;
  readonly set: { readonly [path: string]: JsonValue };
  readonly unset?: readonly string[];
}

/**
 * Fields in order, `-field` for a descending one, `field[]` for one that holds a list and is found by its members, `field~` for
 * texts that are looked into; every query of the projection's file is served by one of its indexes.
 */
export type Index = readonly string[];
