import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Configuration } from '../configuration/configuration.js';
import { ApiProblems } from '../http/api-problems.js';
import { publicOrigin } from '../http/public-origin.js';
import { clearSessionCookie, sessionIdOf } from './cookies.js';
import { IdentityProvider } from './identity-provider.js';
import { LogoutTokens } from './logout-tokens.js';
import { Public } from './policy.js';
import { ProviderFault } from './provider-fault.js';
import { Sessions } from './sessions.js';

class SignedOut {
  @ApiProperty({ type: String, nullable: true, description: 'Where to sign out of the single sign-on, too.' })
  readonly endSessionUrl!: string | null;
}

class LogoutNotice {
  @ApiProperty({ description: 'A logout token (OpenID Connect Back-Channel Logout 1.0).' })
  @IsString()
  readonly logout_token!: string;
}

@ApiTags('access')
@ApiProblems()
@Controller('auth')
export class SignOutController {
  constructor(
    private readonly sessions: Sessions,
    private readonly identityProvider: IdentityProvider,
    private readonly logoutTokens: LogoutTokens,
    private readonly configuration: Configuration,
  ) {}

  @Post('logout')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: SignedOut })
  async logout(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedOut> {
    const id = sessionIdOf(this.configuration, request);
    const ended = id === undefined ? undefined : await this.sessions.end(id);
    clearSessionCookie(this.configuration, reply);
    if (ended === undefined) return { endSessionUrl: null };
    try {
      const origin = publicOrigin(this.configuration, request);
      return { endSessionUrl: await this.identityProvider.endSessionUrl(ended.idToken, origin) };
    } catch (error) {
      // Signing out of this system must work without the issuer.
      if (error instanceof ProviderFault) return { endSessionUrl: null };
      throw error;
    }
  }

  /** The provider calls this when a person signs out there or in another system, or when the person's account is disabled. */
  @Post('backchannel-logout')
  @HttpCode(200)
  @Public()
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ type: LogoutNotice })
  @ApiOkResponse({ description: 'The sessions that the token names are ended.' })
  async backChannelLogout(
    @Body() { logout_token: token }: LogoutNotice,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    void reply.header('cache-control', 'no-store');
    await this.sessions.endAll(await this.logoutTokens.sessionsOf(token));
  }
}
