import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { StrategyCreated } from 'passport';
import type { Person } from './person.js';

/**
 * The credential of a request: a session, or a token that is valid until `until` (seconds since 1970). A `personal` token is one that a
 * person made. It only reads results.
 */
export type Credential =
  { readonly sessionId: string } | { readonly until: number; readonly personal?: true };

export interface Access {
  readonly person: Person;
  readonly credential: Credential;
}

type Done = (error: unknown, access?: Access | null) => void;

/** Authenticates a request by one kind of credential. A request without that credential goes to the next strategy. */
export class CredentialStrategy {
  /** Passport is one global instance for the process. Each strategy has a unique name, so that two applications stay separate. */
  readonly name = randomUUID();

  constructor(
    readonly credentialOf: (request: FastifyRequest) => string | undefined,
    readonly verify: (credential: string, done: Done) => void,
  ) {}

  authenticate(this: StrategyCreated<CredentialStrategy>, request: FastifyRequest): void {
    const credential = this.credentialOf(request);
    if (credential === undefined) {
      this.fail(401);
      return;
    }
    this.verify(credential, (error, access) => {
      if (error) this.error(error);
      else if (access) this.success(access);
      else this.fail(401);
    });
  }
}
