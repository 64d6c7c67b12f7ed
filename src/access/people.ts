/**
 * Names of those who acted, by subject. They are personal data, so they stay outside the log: a name can be corrected or forgotten without
 * touching an event, and what the person did remains, as that office's act.
 */
export abstract class People {
  /** Keeps the name that the identity provider gave at sign-in. */
  abstract remember(sub: string, name: string): void;
  abstract nameOf(sub: string): string | undefined;
  abstract close(): void;
}
