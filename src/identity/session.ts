import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '../events/actor.js';
import type { SignedIn } from './identity-provider.js';
import { seal, sealingKey, unseal } from './sealing.js';
import type { StoredSession } from './session-store.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A working day: a session that is not used for longer is over. Milliseconds, like all below. */
export const IDLE_LIFETIME = 8 * HOUR;
/** However much it is used: a long day at the deadline, not the next morning. */
export const LONGEST_LIFETIME = 12 * HOUR;
/** Use is noted at most this often: most requests write nothing. */
export const TOUCH_EVERY = 5 * MINUTE;
/** Role and office are asked for again after it. Some minutes below the promised quarter of an hour, for the answer may take time. */
export const CHECK_EVERY = 10 * MINUTE;
/** One request asks the provider while others go on; after it the next request may ask. */
export const CHECK_AGAIN_AFTER = MINUTE;

/** What is in a session. No name: names can be erased, and are looked up. */
export interface Session {
  readonly actor: Actor;
  readonly begunAt: number;
  /** When the provider is to be asked again. */
  readonly checkAt: number;
  /** Tells the provider at sign-out whose session to end. */
  readonly idToken: string;
  /** Undefined when the provider gives none: then the session is over when it would have to be checked. */
  readonly refreshToken?: string;
}

/** As random as a key. It is the cookie's value, and is kept nowhere else. */
export const newSessionId = (): string => randomBytes(32).toString('base64url');

export const isSessionId = (value: string): boolean => /^[\w-]{43}$/.test(value);

/** A reader of the store must not be able to use a session: the store knows it by this hash alone. */
export const sessionKey = (id: string): string => createHash('sha256').update(id).digest('base64url');

/** The session of a person who has just signed in. */
export const beginSession = (actor: Actor, { idToken, refreshToken }: SignedIn, now: number): Session => ({
  actor,
  begunAt: now,
  checkAt: now + CHECK_EVERY,
  idToken,
  ...(refreshToken !== undefined && { refreshToken }),
});

/** The session of a person whom the provider was asked for again: as old as it was, whatever role and office are now. */
export const renewSession = (
  { begunAt }: Session,
  actor: Actor,
  signedIn: SignedIn,
  now: number,
): Session => ({ ...beginSession(actor, signedIn, now), begunAt });

/** When a session that is used now is over. */
export const endOf = ({ begunAt }: Session, now: number): number =>
  Math.min(begunAt + LONGEST_LIFETIME, now + IDLE_LIFETIME);

export const sealSession = (id: string, session: Session): Promise<string> =>
  seal({ session }, sealingKey(id, 'session'), new Date(session.begunAt + LONGEST_LIFETIME));

/** Undefined when another version of the program sealed it otherwise, or somebody altered it. */
export const unsealSession = async (
  id: string,
  { sealed }: StoredSession,
  now: number,
): Promise<Session | undefined> => {
  const content = await unseal(sealed, sealingKey(id, 'session'), new Date(now));
  return content?.['session'] as Session | undefined;
};
