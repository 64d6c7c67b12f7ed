import {
  Controller,
  Get,
  HttpCode,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiFoundResponse, ApiOkResponse, ApiProperty, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../basics/clock.js';
import { ApiProblems } from '../http/api-problems.js';
import { Offices } from '../offices/offices.js';
import type { Role } from '../events/actor.js';
import { allowedReturn } from './allowed-return.js';
import { People } from '../people/people.js';
import { IdentityProvider } from './identity-provider.js';
import type { Person } from './person.js';
import { Allow, CurrentPerson, Public, everyone } from './policy.js';
import { SignInGuard } from './sign-in.guard.js';

class Place {
  @ApiProperty({ example: '12' }) readonly code!: string;
  @ApiProperty({ example: 'นนทบุรี' }) readonly name!: string;
}

class OwnLao extends Place {
  @ApiProperty({ type: Place }) readonly province!: Place;
  @ApiProperty({ type: Place }) readonly district!: Place;
}

class Me {
  @ApiProperty() readonly sub!: string;
  @ApiProperty() readonly name!: string;
  @ApiProperty({ enum: ['lao', 'province', 'auditor', 'admin'] }) readonly role!: Role;
  @ApiProperty({ type: OwnLao, nullable: true }) readonly lao!: OwnLao | null;
  @ApiProperty({ type: Place, nullable: true }) readonly province!: Place | null;
}

class SignedOut {
  @ApiProperty({ type: String, nullable: true, description: 'Where to sign out of the single sign-on, too.' })
  readonly endSessionUrl!: string | null;
}

/** Before the browser leaves: where it wants to be afterwards. A guard, since the sign-in guard ends the answer itself. */
class RememberReturn implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.session.returnTo = allowedReturn((request.query as Record<string, unknown>)['returnTo']);
    return true;
  }
}

@ApiTags('access')
@ApiProblems()
@Controller()
export class SignInController {
  constructor(
    private readonly offices: Offices,
    private readonly identityProvider: IdentityProvider,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** The guard answers with a redirect to the issuer; the handler is never reached. */
  @Get('auth/login')
  @Public()
  @UseGuards(RememberReturn, SignInGuard)
  @ApiQuery({ name: 'returnTo', required: false, description: 'Page of this site to come back to.' })
  @ApiQuery({ name: 'login_hint', required: false, description: 'Who is signing in.' })
  @ApiFoundResponse({ description: 'To the identity provider.' })
  login(@Query('returnTo') _returnTo?: string, @Query('login_hint') _loginHint?: string): void {}

  @Get('auth/callback')
  @Public()
  @UseGuards(SignInGuard)
  @ApiFoundResponse({ description: 'Signed in; to the page the person wanted.' })
  async callback(
    @Req() request: FastifyRequest & { user: Person },
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const returnTo = allowedReturn(request.session.returnTo);
    // A session id that was known before the sign-in must not be worth anything after it.
    await request.session.regenerate();
    request.session.person = request.user;
    const { actor, name } = request.user;
    await this.people.remember(actor.sub, name, this.clock.now().toISOString());
    await reply.redirect(returnTo, 302);
  }

  @Post('auth/logout')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: SignedOut })
  async logout(@Req() request: FastifyRequest): Promise<SignedOut> {
    await request.session.destroy();
    return { endSessionUrl: await this.identityProvider.endSessionUrl() };
  }

  @Get('api/me')
  @Allow({ roles: everyone })
  @ApiOkResponse({ type: Me })
  async me(@CurrentPerson() { actor, name }: Person): Promise<Me> {
    const { sub, role, laoCode, provinceCode } = actor;
    const lao = laoCode === undefined ? undefined : await this.offices.lao(laoCode);
    const province = provinceCode === undefined ? lao?.province : await this.offices.province(provinceCode);
    return {
      sub,
      name,
      role,
      lao: lao
        ? { code: lao.code, name: lao.officialName, province: lao.province, district: lao.district }
        : null,
      province: province ?? null,
    };
  }
}
