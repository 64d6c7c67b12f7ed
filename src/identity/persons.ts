import { Injectable } from '@nestjs/common';
import { Offices } from '../offices/offices.js';
import { IdentityProvider } from './identity-provider.js';
import { personOf, type Claims, type Person } from './person.js';

/** Finds the person in this system that the identity provider's claims describe. */
@Injectable()
export class Persons {
  constructor(
    private readonly identityProvider: IdentityProvider,
    private readonly offices: Offices,
  ) {}

  /** @throws Problem `no-access` */
  of(claims: Claims): Promise<Required<Person>> {
    return personOf(claims, this.offices, this.identityProvider.client.nationalClaim);
  }
}
