import type { JsonObject } from '../basics/json.js';

/** An event as it is handed to the store. `id` is a UUID; the same id twice in a row is the same event. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

/** An event of the log. Revisions count from 0 within a stream; positions grow over the whole log. */
export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
}
