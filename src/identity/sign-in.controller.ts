import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiFoundResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../basics/clock.js';
import { Configuration } from '../configuration/configuration.js';
import { ApiProblems } from '../http/api-problems.js';
import { People } from '../people/people.js';
import { allowedReturn } from './allowed-return.js';
import { sessionIdOf, setSessionCookie } from './cookies.js';
import { Public } from './policy.js';
import { Sessions } from './sessions.js';
import { SignIns } from './sign-ins.js';

/** All offices of the nation may share one network address and need less than this. A program in a loop sends more. */
const rateLimit = { max: 1_000, timeWindow: '10 seconds' };
const LONGEST_HINT = 255;

@ApiTags('access')
@ApiProblems()
@Controller('auth')
export class SignInController {
  constructor(
    private readonly signIns: SignIns,
    private readonly sessions: Sessions,
    private readonly people: People,
    private readonly clock: Clock,
    private readonly configuration: Configuration,
  ) {}

  @Get('login')
  @Public()
  @RouteConfig({ rateLimit })
  @ApiQuery({ name: 'returnTo', required: false, description: 'Page of this site to come back to.' })
  @ApiQuery({ name: 'login_hint', required: false, description: 'Who is signing in.' })
  @ApiQuery({ name: 'prompt', required: false, enum: ['login'], description: 'Sign in anew in any case.' })
  @ApiFoundResponse({ description: 'To the identity provider; to the page, for a person who is signed in.' })
  async login(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('returnTo') wantedReturn?: unknown,
    @Query('login_hint') hint?: unknown,
    @Query('prompt') prompt?: unknown,
  ): Promise<void> {
    const returnTo = allowedReturn(wantedReturn);
    const loginHint = typeof hint === 'string' && hint.length <= LONGEST_HINT ? hint : undefined;
    const anew = prompt === 'login' || loginHint !== undefined;
    if (!anew && (await this.isSignedIn(request))) {
      await reply.redirect(returnTo, 302);
      return;
    }
    const wish = {
      returnTo,
      ...(loginHint !== undefined && { loginHint }),
      ...(prompt === 'login' && { prompt }),
    };
    await reply.redirect(await this.signIns.begin(wish, request, reply), 302);
  }

  @Get('callback')
  @Public()
  @ApiFoundResponse({ description: 'Signed in; to the page the person wanted.' })
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { person, signedIn, returnTo } = await this.signIns.finish(request, reply);
    const { actor, name } = person;
    await this.people.remember(actor.sub, name, this.clock.now().toISOString());
    const before = sessionIdOf(this.configuration, request);
    if (before !== undefined) await this.sessions.end(before);
    // The id is always new. An id that was known before the sign-in must not be valid after it.
    setSessionCookie(this.configuration, reply, await this.sessions.begin(actor, signedIn));
    await reply.redirect(returnTo, 302);
  }

  private async isSignedIn(request: FastifyRequest): Promise<boolean> {
    const id = sessionIdOf(this.configuration, request);
    return id !== undefined && (await this.sessions.goesOn(id));
  }
}
