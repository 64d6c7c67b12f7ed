/** A session as a store keeps it. The store can end it, but can neither read nor use it. */
export interface StoredSession {
  /** Subject at the identity provider. */
  readonly sub: string;
  /** The provider's own session id; null when the provider gives none. */
  readonly sid: string | null;
  /** The content, encrypted with a key that is derived from the browser's cookie. */
  readonly sealed: string;
  /** 0 at first; each replacement adds one. */
  readonly version: number;
  /** When the session expires, milliseconds since 1970. */
  readonly until: number;
}

/** Where sessions are kept, and the key that encrypts unfinished sign-ins. */
export interface KeptSessions {
  readonly store: SessionStore;
  readonly secret: string;
}

/** All sessions of a person, or all sessions of one provider session. */
export type WhoseSessions = { readonly sub: string } | { readonly sid: string };

/**
 * Keeps sessions by the key that `sessionKey` derives from a cookie. Every adapter passes the contract suite.
 * @throws ReadStoreUnavailable from every call
 */
export abstract class SessionStore {
  /** Adds a new session. The store may delete expired sessions at the same time. */
  abstract add(key: string, session: StoredSession, now: number): Promise<void>;
  /** The session. Undefined when it was ended or has expired. */
  abstract find(key: string, now: number): Promise<StoredSession | undefined>;
  /**
   * Replaces the previous version with the next one. Returns whether it did. An ended session never comes back. When two requests replace
   * the same version, only the first succeeds.
   */
  abstract replace(key: string, next: StoredSession): Promise<boolean>;
  abstract end(key: string): Promise<void>;
  /** Ends all of these sessions. Returns their keys. */
  abstract endAll(whose: WhoseSessions): Promise<readonly string[]>;
  abstract close(): Promise<void>;
}
