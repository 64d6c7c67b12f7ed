import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Configuration } from '../configuration/configuration.js';
import { sessionIdOf } from './cookies.js';
import { CredentialStrategy, type Access } from './credential-strategy.js';
import { Sessions } from './sessions.js';

/** Authenticates a request by the session in the browser's cookie. */
@Injectable()
export class SessionStrategy extends PassportStrategy(CredentialStrategy) {
  constructor(
    configuration: Configuration,
    private readonly sessions: Sessions,
  ) {
    super((request) => sessionIdOf(configuration, request));
  }

  async validate(sessionId: string): Promise<Access | null> {
    const actor = await this.sessions.use(sessionId);
    return actor ? { person: { actor }, credential: { sessionId } } : null;
  }
}
