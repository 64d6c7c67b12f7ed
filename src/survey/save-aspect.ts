import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import type { SeenRevision } from '../commands/seen-revision.js';
import { resultOf } from '../commands/command-result.js';
import type { JsonObject } from '../basics/json.js';
import { AsSent } from '../http/as-sent.js';
import { decideSaveAspect } from './survey-decisions.js';
import type { SurveyKey } from '../events/streams.js';
import { SurveyWriter } from './survey-writer.js';

export class SaveAspectBody {
  @ApiProperty({
    type: 'object',
    additionalProperties: { nullable: true, type: 'object' },
    description: 'Answers by row id; rows that are absent stay as they are, `null` clears one.',
    example: { 'newborn-grant-registration': { hasEService: false, isNeeded: true } },
  })
  @AsSent()
  @IsObject()
  answers!: JsonObject;
}

/** “บันทึก”: saves one aspect as a whole, complete or not. */
export class SaveAspect extends Command<CommandResult> {
  constructor(
    readonly survey: SurveyKey,
    readonly aspectId: string,
    readonly body: SaveAspectBody,
    readonly seen: SeenRevision,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(SaveAspect)
export class SaveAspectHandler implements ICommandHandler<SaveAspect> {
  constructor(private readonly writer: SurveyWriter) {}

  async execute({ survey, aspectId, body, seen, context }: SaveAspect): Promise<CommandResult> {
    const content = { ...survey, aspectId, answers: body.answers };
    const command = { name: SaveAspect.name, content };
    return resultOf(
      await this.writer.execute(survey, command, context, (state, circumstances) =>
        decideSaveAspect(state, { aspectId, answers: body.answers, seen }, circumstances),
      ),
    );
  }
}
