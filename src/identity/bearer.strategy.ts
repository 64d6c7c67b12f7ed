import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { BearerTokens } from './bearer-tokens.js';
import { CredentialStrategy, type Access } from './credential-strategy.js';
import { PersonalTokens, personalTokenIn } from './personal-tokens.js';

/** Authenticates a request by an access token of the provider, or by a personal token. A request with an invalid token is refused, even when it also has a session. */
@Injectable()
export class BearerStrategy extends PassportStrategy(CredentialStrategy) {
  constructor(
    private readonly bearerTokens: BearerTokens,
    private readonly personalTokens: PersonalTokens,
  ) {
    super(({ headers }) => headers.authorization);
  }

  async validate(authorization: string): Promise<Access> {
    const personal = personalTokenIn(authorization);
    if (personal !== undefined) return this.personalTokens.accessOf(personal);
    const { person, until } = await this.bearerTokens.holderOf(authorization);
    return { person, credential: { until } };
  }
}
