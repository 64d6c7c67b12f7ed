import { Body, Controller, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { JsonObject } from '../basics/json.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { ApiProblems } from '../http/api-problems.js';
import { BodyLimit, questionnaireBody } from '../http/body-limits.js';
import { CommandResultView } from '../http/command-result-view.js';
import { Context } from '../http/request-context.js';
import { Allow, everyone } from '../identity/policy.js';
import { problems } from '../problems/catalogue.js';
import { ReadYourWrites } from '../projecting/read-your-writes.js';
import { ReadYourWritesInterceptor } from '../projecting/read-your-writes.interceptor.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { isVersion } from '../questionnaire/questionnaire-faults.js';
import { GetQuestionnaire } from './get-questionnaire.js';
import { ListQuestionnaires, PublishedQuestionnaireView } from './list-questionnaires.js';
import { PublishQuestionnaire } from './publish-questionnaire.js';

const questionnaireSchema = {
  type: 'object',
  required: ['version', 'aspects', 'processSteps', 'channels'],
};

@ApiTags('questionnaires')
@ApiProblems()
@Controller('api/questionnaires')
export class QuestionnaireController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readYourWrites: ReadYourWrites,
  ) {}

  /** Every published version. */
  @Get()
  @Allow({ roles: ['auditor', 'admin'] })
  @ApiQuery({ name: 'after', required: false })
  @ApiOkResponse({ type: [PublishedQuestionnaireView] })
  async list(@Query('after') after: string | undefined): Promise<PublishedQuestionnaireView[]> {
    await this.readYourWrites.upTo(after);
    return this.queries.execute(new ListQuestionnaires());
  }

  /** One published version: `2565.1`; or for a year, `2565`, the version that its campaign pins. */
  @Get(':version')
  @Allow({ roles: everyone })
  @ApiParam({ name: 'version', example: '2565.1', description: 'A version, or the year of a campaign.' })
  @ApiOkResponse({ schema: questionnaireSchema })
  read(@Param('version') version: string): Promise<Questionnaire> {
    if (isVersion(version)) return this.queries.execute(new GetQuestionnaire({ version }));
    if (!/^\d{4}$/.test(version)) throw problems.unknownQuestionnaire(version, 404);
    return this.queries.execute(new GetQuestionnaire({ fiscalYear: Number(version) }));
  }

  /** Publishes a version, for good. The body is the document itself. */
  @Post()
  @Allow({ roles: ['admin'] })
  @BodyLimit(questionnaireBody)
  @UseInterceptors(ReadYourWritesInterceptor)
  @ApiBody({ schema: questionnaireSchema })
  @ApiCreatedResponse({ type: CommandResultView })
  publish(@Body() document: JsonObject, @Context() context: CommandContext): Promise<CommandResult> {
    return this.commands.execute(new PublishQuestionnaire(document, context));
  }
}
