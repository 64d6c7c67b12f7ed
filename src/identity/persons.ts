import { Injectable } from '@nestjs/common';
import { Offices } from '../offices/offices.js';
import { IdentityProvider } from './identity-provider.js';
import { personOf, type Claims, type Person } from './person.js';

/** Who somebody is here, by what the identity provider says of them. */
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
