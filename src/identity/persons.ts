import { Injectable } from '@nestjs/common';
import { Directory } from '../directory/directory.js';
import { IdentityProvider } from './identity-provider.js';
import { personOf, type Claims, type Person } from './person.js';

/** Who somebody is here, by what the identity provider says of them. */
@Injectable()
export class Persons {
  constructor(
    private readonly identityProvider: IdentityProvider,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem `no-access` */
  of(claims: Claims): Required<Person> {
    return personOf(claims, this.directory, this.identityProvider.client.nationalClaim);
  }
}
