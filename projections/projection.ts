import type { JsonValue } from '../src/json.js';
import type { RecordedDomainEvent } from '../src/event-store/domain-event.js';

/** Documents are plain JSON with a string `_id`; positions and revisions are decimal strings, times ISO 8601 UTC. */
export interface Document {
  readonly _id: string;
}

/**
 * One write to one document: fields are set (or unset) by dotted path, the document is created if it is not there.
 * There is no increment: applying a write twice changes nothing.
 */
export interface Write {
  readonly id: string;
  readonly set: { readonly [path: string]: JsonValue };
  readonly unset?: readonly string[];
}

/** Fields in order, `-field` for a descending one; every query of the projection's file is served by one of its indexes. */
export type Index = readonly string[];

/**
 * A read model: a pure function from one event to document writes. Every value comes from the event (its time included) or from
 * reference data given at construction. A changed `project` needs a new `version`: the projector then rebuilds it beside the live one.
 */
export interface Projection {
  /** Collection name, snake_case plural: `survey_forms`. */
  readonly name: string;
  readonly version: number;
  readonly indexes: readonly Index[];
  project(event: RecordedDomainEvent): readonly Write[];
}
