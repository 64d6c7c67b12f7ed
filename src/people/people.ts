/** What is kept of one person. */
export interface KeptPerson {
  /** Subject of the identity provider. */
  readonly sub: string;
  /** Null once it was erased. */
  readonly name: string | null;
  /** Where the name comes from; a sign-in changes neither what an administrator put right nor what was erased. */
  readonly source: 'sign-in' | 'correction' | 'erased';
  /** When it became so, ISO 8601 UTC. */
  readonly since: string;
}

/** The store of the names could not be reached. */
export class PeopleUnavailable extends Error {
  override readonly name = 'PeopleUnavailable';
}

/**
 * Names of those who acted, by subject. They are personal data (PDPA, B.E. 2562), so they stay outside the log: a name can be corrected or
 * erased without touching an event, and what the person did remains, as that office's act. Nothing else of a person is kept.
 *
 * A correction or an erasure is an act of the person's stream, and is kept with the revision of its event: an act that is carried out late
 * or twice never undoes a newer one. An erased person stays erased when they sign in again: only an administrator's correction, at the person's wish, brings a name back.
 * Every adapter keeps, and the contract suite checks that, and that an erased name stands in none of its files.
 * @throws PeopleUnavailable from every call
 */
export abstract class People {
  /** Keeps the name that the identity provider gave at sign-in, unless a person decided otherwise. */
  abstract remember(sub: string, name: string, at: string): Promise<void>;
  /** The names that are known of these people; whoever has none is not in the answer. */
  abstract namesOf(subs: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** What is kept of one person; undefined for nothing at all. */
  abstract kept(sub: string): Promise<KeptPerson | undefined>;
  /** Those whose subject is this text or whose name contains it, by subject. */
  abstract find(text: string, limit: number): Promise<readonly KeptPerson[]>;
  /** Carries out the act, unless it or a newer one was carried out before. @returns whether this act gave another name than this. */
  abstract correct(sub: string, name: string, at: string, act: bigint): Promise<'kept' | 'other-name'>;
  /** Carries out the act, unless it or a newer one was carried out before. */
  abstract erase(sub: string, at: string, act: bigint): Promise<void>;
  abstract close(): Promise<void>;
}

/** An actor of the log with the name that is known of them, if any. */
export const named = <A extends { readonly sub: string }>(
  actor: A,
  names: ReadonlyMap<string, string>,
): A & { readonly name?: string } => {
  const name = names.get(actor.sub);
  return name === undefined ? actor : { ...actor, name };
};
