/** A session as a store keeps it: the store can end it, but can neither read it nor use it. */
export interface StoredSession {
  /** Subject at the identity provider. */
  readonly sub: string;
  /** The provider's own id of the session; null when the provider gives none. */
  readonly sid: string | null;
  /** Its content, encrypted with a key that only the browser's cookie gives. */
  readonly sealed: string;
  /** 0 at first, one more with each replacement. */
  readonly version: number;
  /** When it is over, milliseconds since 1970. */
  readonly until: number;
}

/** Where sessions are kept, and what seals the sign-ins that are not finished. */
export interface KeptSessions {
  readonly store: SessionStore;
  readonly secret: string;
}

/** Every session of a person, or every session of one session at the provider. */
export type WhoseSessions = { readonly sub: string } | { readonly sid: string };

/**
 * Where sessions are kept, by the key that `sessionKey` makes of a cookie. Every adapter passes the contract suite.
 * @throws ReadStoreUnavailable from every call
 */
export abstract class SessionStore {
  /** Keeps a new session, and may drop those that are over. */
  abstract add(key: string, session: StoredSession, now: number): Promise<void>;
  /** The session, unless it was ended or is over. */
  abstract find(key: string, now: number): Promise<StoredSession | undefined>;
  /**
   * Puts the next version in the place of the one before it, and says whether it did. A session that was ended in the meantime never
   * comes back, and of two replacements of one version the first is kept.
   */
  abstract replace(key: string, next: StoredSession): Promise<boolean>;
  abstract end(key: string): Promise<void>;
  /** Ends all of these, and says which keys they had. */
  abstract endAll(whose: WhoseSessions): Promise<readonly string[]>;
  abstract close(): Promise<void>;
}
