import { Injectable } from '@nestjs/common';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { Offices } from '../offices/offices.js';
import { problems } from '../problems/catalogue.js';
import { IdentityProvider } from './identity-provider.js';
import { personOf, type Person } from './person.js';

/** Access tokens of the same issuer, as machines send them. */
@Injectable()
export class BearerTokens {
  private keys: JWTVerifyGetKey | undefined;

  constructor(
    private readonly identityProvider: IdentityProvider,
    private readonly offices: Offices,
  ) {}

  async personOf(authorization: string): Promise<Person> {
    const token = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw problems.invalidToken();
    return personOf(await this.verify(token), this.offices);
  }

  private async verify(token: string): Promise<Readonly<Record<string, unknown>>> {
    const { issuer, jwks_uri: keysAddress } = (await this.identityProvider.discover()).serverMetadata();
    if (keysAddress === undefined) throw problems.signInUnavailable();
    this.keys ??= createRemoteJWKSet(new URL(keysAddress));
    const { audience } = this.identityProvider.client;
    try {
      // Without the explicit list a token could choose its own algorithm; only asymmetric ones are published by an issuer.
      const algorithms = ['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA'];
      const verified = await jwtVerify(token, this.keys, {
        issuer,
        audience,
        algorithms,
        requiredClaims: ['exp'],
      });
      return verified.payload;
    } catch (error) {
      if (error instanceof errors.JWKSTimeout) throw problems.signInUnavailable();
      if (error instanceof errors.JOSEError) throw problems.invalidToken();
      // What is left is the network: the issuer's keys could not be fetched.
      throw problems.signInUnavailable();
    }
  }
}
