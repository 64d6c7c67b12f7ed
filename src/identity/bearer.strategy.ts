import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { BearerTokens } from './bearer-tokens.js';
import { CredentialStrategy, type Access } from './credential-strategy.js';

/** Authenticates a request by an access token. A request with an invalid token is refused, even when it also has a session. */
@Injectable()
export class BearerStrategy extends PassportStrategy(CredentialStrategy) {
  constructor(private readonly bearerTokens: BearerTokens) {
    super(({ headers }) => headers.authorization);
  }

  async validate(authorization: string): Promise<Access> {
    const { person, until } = await this.bearerTokens.holderOf(authorization);
    return { person, credential: { until } };
  }
}
