import { Injectable } from '@nestjs/common';
import { Offices } from '../offices/offices.js';
import { IdentityProvider } from './identity-provider.js';
import { Problem } from '../problems/problem.js';
import { PersonalTokens } from './personal-tokens.js';
import { personOf, type Claims, type Person } from './person.js';

/** Finds the person in this system that the identity provider's claims describe. */
@Injectable()
export class Persons {
  constructor(
    private readonly identityProvider: IdentityProvider,
    private readonly offices: Offices,
    private readonly personalTokens: PersonalTokens,
  ) {}

  /** @throws Problem `no-access` */
  of(claims: Claims): Promise<Required<Person>> {
    return personOf(claims, this.offices, this.identityProvider.client.nationalClaim);
  }

  /**
   * The person whom the provider has just confirmed. The person's own tokens follow: they get this role and office, or rest.
   * @throws Problem `no-access`
   */
  async confirmed(claims: Claims): Promise<Required<Person>> {
    try {
      const person = await this.of(claims);
      await this.personalTokens.confirmed(person.actor);
      return person;
    } catch (error) {
      const { sub } = claims;
      if (error instanceof Problem && typeof sub === 'string') await this.refused(sub);
      throw error;
    }
  }

  /** The provider refused this person, or no longer gives access. */
  refused(sub: string): Promise<void> {
    return this.personalTokens.refused(sub);
  }
}
