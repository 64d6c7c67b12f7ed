import { createHash } from 'node:crypto';
import type { SessionStore } from '@fastify/session';

/** A working day: a session nobody uses for longer is over. */
export const sessionLifetime = 8 * 60 * 60 * 1000;

/** Whoever reads the store must not be able to be somebody with it: the id in the cookie is stored as its hash alone. */
export const sessionKey = (id: string): string => createHash('sha256').update(id).digest('base64url');

/** Where sessions are kept, and what signs their cookies. */
export interface Sessions {
  readonly store: SessionStore;
  readonly secret: string;
}
