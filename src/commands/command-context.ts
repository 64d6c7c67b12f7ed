import type { Actor } from '../events/actor.js';

/** Who sent a command and under which request; every command carries one. */
export interface CommandContext {
  readonly actor: Actor;
  /** The request's id, also in its logs. */
  readonly correlationId: string;
  /** The sender's key: the same command sent twice with it happens once. */
  readonly idempotencyKey?: string;
}

/** What a command answers: where its last event lies. Decimal strings; the revision is that of the stream it wrote. */
export interface CommandResult {
  readonly revision: string;
  readonly position: string;
}
