import type { Actor } from '../events/actor.js';

/** A personal token as a store keeps it. The store cannot use it: it has only the hash. Times are milliseconds since 1970. */
export interface StoredToken {
  /** Public id, for the list and the revocation. */
  readonly id: string;
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
  /** Who made the token, with the role and office that the provider last named. */
  readonly actor: Actor;
  /** The person's own words for it. */
  readonly name: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly lastUsedAt: number | null;
  /** The provider refused the person: the token reads nothing until the person signs in again. */
  readonly resting: boolean;
}

/**
 * Keeps personal tokens beside the sessions, outside the log. Every adapter passes the contract suite. A token that `revoke` ended is
 * refused by each process from its next request on, and stays so after a power cut.
 * @throws ReadStoreUnavailable from every call
 */
export abstract class TokenStore {
  /** Adds a token, and may delete expired ones at the same time. */
  abstract add(token: StoredToken): Promise<void>;
  /** Undefined when it was revoked or has expired. */
  abstract find(hash: string, now: number): Promise<StoredToken | undefined>;
  /** The person's tokens that have not expired, newest first. */
  abstract list(sub: string, now: number): Promise<readonly StoredToken[]>;
  /** @returns whether the person had this token. */
  abstract revoke(sub: string, id: string): Promise<boolean>;
  /** Notes the last use. A later one that is already noted stays. */
  abstract used(id: string, at: number): Promise<void>;
  /** Gives all tokens of the person this role and office, and wakes them. */
  abstract confirm(actor: Actor): Promise<void>;
  /** Puts all tokens of the person to rest. */
  abstract rest(sub: string): Promise<void>;
  abstract close(): Promise<void>;
}
