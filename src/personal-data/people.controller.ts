import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { ApiProblems } from '../http/api-problems.js';
import { CommandResultView } from '../http/command-result-view.js';
import { Context } from '../http/request-context.js';
import { AuditRead } from '../access-log/audit-read.js';
import { CorrectPerson, CorrectPersonBody } from './correct-person.js';
import { ErasePerson, ErasePersonBody } from './erase-person.js';
import { GetPerson, KeptPersonView, PersonView } from './get-person.js';
import { People } from '../people/people.js';
import { Allow } from '../identity/policy.js';

/** A search is for one person. A longer list would show the whole register. */
const LONGEST_LIST = 50;

class FindPeopleQuery {
  @ApiPropertyOptional({ description: 'The subject, or part of the name.' })
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  q!: string;
}

/** The personal data outside the log, for the administrator who answers people's requests (PDPA). */
@ApiTags('personal data')
@ApiProblems()
@Controller('api/people')
export class PeopleController {
  constructor(
    private readonly people: People,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Allow({ roles: ['admin'] })
  @AuditRead('person')
  @ApiOkResponse({ type: [KeptPersonView], description: `At most ${LONGEST_LIST}, by subject.` })
  async find(@Query() { q }: FindPeopleQuery): Promise<KeptPersonView[]> {
    return [...(await this.people.find(q.trim().normalize('NFC'), LONGEST_LIST))];
  }

  @Get(':sub')
  @Allow({ roles: ['admin'] })
  @AuditRead('person')
  @ApiOkResponse({ type: PersonView })
  async one(@Param('sub') sub: string): Promise<PersonView> {
    return this.queries.execute(new GetPerson(sub));
  }

  @Put(':sub/name')
  @Allow({ roles: ['admin'] })
  @ApiOkResponse({ type: CommandResultView })
  async correct(
    @Param('sub') sub: string,
    @Body() body: CorrectPersonBody,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new CorrectPerson(sub, body, context));
  }

  @Post(':sub/erasure')
  @HttpCode(200)
  @Allow({ roles: ['admin'] })
  @ApiOkResponse({ type: CommandResultView })
  async erase(
    @Param('sub') sub: string,
    @Body() body: ErasePersonBody,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new ErasePerson(sub, body, context));
  }
}
