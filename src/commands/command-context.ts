import type { Actor } from '../events/actor.js';

/** Who sent a command, and in which request. Every command carries one. */
export interface CommandContext {
  readonly actor: Actor;
  /** The request's id, also in the log lines of the request. */
  readonly correlationId: string;
  /** The sender's key. A command sent twice with the same key runs once. */
  readonly idempotencyKey?: string;
  /** Of a step of another command: the instant of that command's decision. Otherwise the step's own. */
  readonly time?: Date;
}

/** A command's answer: the position and revision of its last event, as decimal strings. The revision is that of the written stream. */
export interface CommandResult {
  readonly revision: string;
  readonly position: string;
}
