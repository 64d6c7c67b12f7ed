import { Injectable } from '@nestjs/common';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey, type JWTVerifyResult } from 'jose';
import { IdentityProvider } from './identity-provider.js';
import { ProviderFault, providerFailureOf } from './provider-fault.js';

/** Without an explicit list a token could choose its own algorithm. Issuers publish keys only for asymmetric algorithms. */
const algorithms = ['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA'];

/** Verifies the tokens that the issuer signed. */
@Injectable()
export class IssuerKeys {
  private keys: JWTVerifyGetKey | undefined;

  constructor(private readonly identityProvider: IdentityProvider) {}

  /**
   * The token, when the issuer signed it for this audience and it has not expired. Undefined for any other text.
   * @throws ProviderFault when the issuer's keys cannot be fetched.
   */
  async verified(
    token: string,
    audience: string,
    now: Date,
  ): Promise<Pick<JWTVerifyResult, 'payload' | 'protectedHeader'> | undefined> {
    const { issuer, jwks_uri: address } = (await this.identityProvider.discover()).serverMetadata();
    if (address === undefined) {
      throw new ProviderFault('unexpected-answer', { cause: new Error('the issuer names no jwks_uri') });
    }
    this.keys ??= createRemoteJWKSet(new URL(address));
    try {
      return await jwtVerify(token, this.keys, {
        issuer,
        audience,
        algorithms,
        currentDate: now,
        requiredClaims: ['exp', 'iat'],
      });
    } catch (error) {
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) return undefined;
      throw error instanceof errors.JWKSTimeout
        ? new ProviderFault('unreachable', { cause: error })
        : providerFailureOf(error);
    }
  }
}
