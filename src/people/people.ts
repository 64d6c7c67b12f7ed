/** The kept data of one person. */
export interface KeptPerson {
  /** Subject of the identity provider. */
  readonly sub: string;
  /** Null after an erasure. */
  readonly name: string | null;
  /** Where the name comes from. A sign-in changes neither a corrected name nor an erased one. */
  readonly source: 'sign-in' | 'correction' | 'erased';
  /** When the entry got this state, ISO 8601 UTC. */
  readonly since: string;
}

/** The store of the names could not be reached. */
export class PeopleUnavailable extends Error {
  override readonly name = 'PeopleUnavailable';
}

/**
 * Names of those who acted, by subject. They are personal data (PDPA, B.E. 2562), so they stay outside the log: a name
 * can be corrected or erased without touching an event. The person's acts remain, as acts of the office. The register
 * holds no other personal data.
 *
 * A correction or an erasure is an act of the person's stream, and is kept with the revision of its event: an act that is
 * carried out late or twice never undoes a newer one. An erased person stays erased after a new sign-in. Only an
 * administrator's correction, at the person's wish, brings a name back. The contract suite checks this for every adapter,
 * and that no file of it still holds an erased name.
 * @throws PeopleUnavailable from every call
 */
export abstract class People {
  /** Keeps the name of the identity provider at sign-in, unless it was corrected or erased. */
  abstract remember(sub: string, name: string, at: string): Promise<void>;
  /** The known names of these people. A person without a known name is not in the answer. */
  abstract namesOf(subs: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The kept data of one person; undefined when there is none. */
  abstract kept(sub: string): Promise<KeptPerson | undefined>;
  /** People whose subject equals this text or whose name contains it, ordered by subject. */
  abstract find(text: string, limit: number): Promise<readonly KeptPerson[]>;
  /** Carries out the act, unless it or a newer one was carried out before. @returns whether this act gave another name than this. */
  abstract correct(sub: string, name: string, at: string, act: bigint): Promise<'kept' | 'other-name'>;
  /** Carries out the act, unless it or a newer one was carried out before. */
  abstract erase(sub: string, at: string, act: bigint): Promise<void>;
  abstract close(): Promise<void>;
}

/** Adds the known name, if any, to an actor of the log. */
export const named = <A extends { readonly sub: string }>(
  actor: A,
  names: ReadonlyMap<string, string>,
): A & { readonly name?: string } => {
  const name = names.get(actor.sub);
  return name === undefined ? actor : { ...actor, name };
};
