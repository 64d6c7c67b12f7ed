import type { Actor } from '../events/actor.js';

/** Who sent a command, and in which request. Every command carries one. */
export interface CommandContext {
  readonly actor: Actor;
  /** The request's id, also in the log lines of the request. */
  readonly correlationId: string;
  /** The sender's key: a command sent twice with the same key happens once. */
  readonly idempotencyKey?: string;
}

/** A command's answer: the place of its last event. Decimal strings; the revision belongs to the stream it wrote. */
export interface CommandResult {
  readonly revision: string;
  readonly position: string;
}
