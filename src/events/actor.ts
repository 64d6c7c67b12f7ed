/** Who acts: the part of a person's claims that goes into the log. No names, no contacts: those stay outside (see ARCHITECTURE.md). */
export type Role = 'lao' | 'province' | 'auditor' | 'admin' | 'system';

export interface Actor {
  /** Subject of the identity provider; `system` for the process itself. */
  readonly sub: string;
  readonly role: Role;
  /** The one LAO of `lao` staff. */
  readonly laoCode?: string;
  /** The one province of an officer, or of an auditor whose scope is a province. */
  readonly provinceCode?: string;
}

export const systemActor: Actor = { sub: 'system', role: 'system' };
