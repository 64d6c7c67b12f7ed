import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { ApiProblems } from '../http/api-problems.js';
import type { Person } from '../identity/person.js';
import { Allow, CurrentPerson, everyone } from '../identity/policy.js';
import { problems } from '../problems/catalogue.js';
import { AccessTokens, MAX_TOKEN_NAME } from './access-tokens.js';
import type { StoredToken } from './token-store.js';

const DEFAULT_DAYS = 90;
const LONGEST_DAYS = 365;

class NewTokenBody {
  @ApiProperty({
    maxLength: MAX_TOKEN_NAME,
    description: 'What the token is for, in the person’s own words.',
  })
  @IsString()
  name!: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: LONGEST_DAYS, default: DEFAULT_DAYS, required: false })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LONGEST_DAYS)
  days = DEFAULT_DAYS;
}

class TokenView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'To the minute.' })
  lastUsedAt!: string | null;
  @ApiProperty({ description: 'The provider refused the person. The next sign-in wakes the token.' })
  resting!: boolean;
}

class NewTokenView extends TokenView {
  @ApiProperty({ description: 'The token itself. It is shown this once.' }) token!: string;
}

const TokenId = () => Param('token', new ParseUUIDPipe({ exceptionFactory: () => problems.notFound() }));

/** One's own tokens for programs that read results. A token cannot make or revoke tokens. */
@ApiTags('access')
@ApiProblems()
@Allow({ roles: everyone })
@Controller('api/tokens')
export class AccessTokensController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get()
  @ApiOkResponse({ type: [TokenView], description: 'Those that have not expired, newest first.' })
  async list(@CurrentPerson() { actor }: Person): Promise<TokenView[]> {
    return (await this.tokens.list(actor.sub)).map(viewOf);
  }

  @Post()
  @HttpCode(200)
  @ApiOkResponse({
    type: NewTokenView,
    description: 'Each request makes another token, also a repeated one.',
  })
  async make(
    @CurrentPerson() { actor }: Person,
    @Body() { name, days }: NewTokenBody,
  ): Promise<NewTokenView> {
    const { token, secret } = await this.tokens.make(actor, name, days);
    return { ...viewOf(token), token: secret };
  }

  @Delete(':token')
  @ApiOkResponse({
    type: [TokenView],
    description: 'The token is refused from now on, by every process. These are left.',
  })
  async revoke(@CurrentPerson() { actor }: Person, @TokenId() id: string): Promise<TokenView[]> {
    await this.tokens.revoke(actor.sub, id);
    return (await this.tokens.list(actor.sub)).map(viewOf);
  }
}

const viewOf = ({ id, name, createdAt, expiresAt, lastUsedAt, resting }: StoredToken): TokenView => ({
  id,
  name,
  createdAt: new Date(createdAt).toISOString(),
  expiresAt: new Date(expiresAt).toISOString(),
  lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
  resting,
});
