import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '../events/actor.js';
import type { SignedIn } from './identity-provider.js';
import { seal, sealingKey, unseal } from './sealing.js';
import type { StoredSession } from './session-store.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A working day: a session that is unused for longer expires. This and the values below are in milliseconds. */
export const IDLE_LIFETIME = 8 * HOUR;
/** The longest life of a session, even when it is in use. It covers a long day at the deadline, but not the next morning. */
export const LONGEST_LIFETIME = 12 * HOUR;
/** Use is recorded at most this often, so most requests write nothing. */
export const TOUCH_EVERY = 5 * MINUTE;
/** Role and office are checked this often. It is below the promised quarter of an hour, because the provider's answer may take time. */
export const CHECK_EVERY = 10 * MINUTE;
/** One request asks the provider while others continue. After this time the next request may ask. */
export const CHECK_AGAIN_AFTER = MINUTE;

/** The content of a session. It holds no name: names can be erased, so they are looked up. */
export interface Session {
  readonly actor: Actor;
  readonly begunAt: number;
  /** When the provider must be asked again. */
  readonly checkAt: number;
  /** Identifies the session to the provider at sign-out. */
  readonly idToken: string;
  /** Undefined when the provider gives none. The session then ends when its check is due. */
  readonly refreshToken?: string;
}

/** The id is as random as a key. It is the cookie's value and is kept only there. */
export const newSessionId = (): string => randomBytes(32).toString('base64url');

export const isSessionId = (value: string): boolean => /^[\w-]{43}$/.test(value);

/** A person who can read the store must not be able to use a session. The store therefore knows only this hash. */
export const sessionKey = (id: string): string => createHash('sha256').update(id).digest('base64url');

/** The session of a person who has just signed in. */
export const beginSession = (actor: Actor, { idToken, refreshToken }: SignedIn, now: number): Session => ({
  actor,
  begunAt: now,
  checkAt: now + CHECK_EVERY,
  idToken,
  ...(refreshToken !== undefined && { refreshToken }),
});

/** The session after the provider was asked again. It keeps its start time and takes the current role and office. */
export const renewSession = (
  { begunAt }: Session,
  actor: Actor,
  signedIn: SignedIn,
  now: number,
): Session => ({ ...beginSession(actor, signedIn, now), begunAt });

/** When a session that is used now expires. */
export const endOf = ({ begunAt }: Session, now: number): number =>
  Math.min(begunAt + LONGEST_LIFETIME, now + IDLE_LIFETIME);

export const sealSession = (id: string, session: Session): Promise<string> =>
  seal({ session }, sealingKey(id, 'session'), new Date(session.begunAt + LONGEST_LIFETIME));

/** Undefined when the content was altered or has expired, or when another version of the program sealed it differently. */
export const unsealSession = async (
  id: string,
  { sealed }: StoredSession,
  now: number,
): Promise<Session | undefined> => {
  const content = await unseal(sealed, sealingKey(id, 'session'), new Date(now));
  return content?.['session'] as Session | undefined;
};
