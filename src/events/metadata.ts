import type { JsonOf } from '../basics/json.js';
import type { Actor } from './actor.js';
import type { RecordedEvent } from './recorded-event.js';

/** The metadata of every event of this system. The hash covers all of it except `hash`. */
export interface EventMetadata {
  /** Version of the shape of `data`, from 1; an upcaster lifts older ones. */
  readonly schemaVersion: number;
  /** Instant of the decision, ISO 8601 UTC with milliseconds. */
  readonly time: string;
  readonly actor: Actor;
  /** One request, or one run of a tool. */
  readonly correlationId: string;
  /** The command that caused it: a UUID, derived from the actor and the idempotency key when there was one. */
  readonly commandId: string;
  /** Name of that command, e.g. `SaveAspect`. */
  readonly command: string;
  /** SHA-256 (hex) of the command's name and content as JSON, as it was sent: tells a retry from a reused key. */
  readonly commandHash: string;
  /** SHA-256 (hex) over the previous event's hash of the same stream and this event (see hash-chain.ts). */
  readonly hash: string;
}

/** The metadata of an event of this system. Another writer's event may lack all of it. */
export const metadataOf = (event: RecordedEvent): EventMetadata => event.metadata as JsonOf<EventMetadata>;
