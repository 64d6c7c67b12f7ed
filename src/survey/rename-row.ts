import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import type { SeenRevision } from '../commands/seen-revision.js';
import { resultOf } from '../commands/command-result.js';
import { decideRenameRow } from './survey-decisions.js';
import type { SurveyKey } from '../events/streams.js';
import { SurveyWriter } from './survey-writer.js';

export class RenameRowBody {
  @ApiProperty({ description: 'Name of the service, one line.', example: 'จองคิวรับบริการออนไลน์' })
  @IsString()
  title!: string;
}

/** Corrects the title of a row that the LAO added. */
export class RenameRow extends Command<CommandResult> {
  constructor(
    readonly survey: SurveyKey,
    readonly place: { readonly aspectId: string; readonly rowId: string },
    readonly body: RenameRowBody,
    readonly seen: SeenRevision,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(RenameRow)
export class RenameRowHandler implements ICommandHandler<RenameRow> {
  constructor(private readonly writer: SurveyWriter) {}

  async execute({ survey, place, body: { title }, seen, context }: RenameRow): Promise<CommandResult> {
    const command = { name: RenameRow.name, content: { ...survey, ...place, title } };
    return resultOf(
      await this.writer.execute(survey, command, context, (state, circumstances) =>
        decideRenameRow(state, { ...place, title, seen }, circumstances),
      ),
    );
  }
}
