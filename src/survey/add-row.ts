import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import type { SeenRevision } from '../commands/seen-revision.js';
import { resultOf } from '../commands/command-result.js';
import { uuidV5 } from '../event-store/command-id.js';
import { decideAddRow } from './survey-decisions.js';
import type { SurveyKey } from '../events/streams.js';
import { SurveyWriter } from './survey-writer.js';

export class AddRowBody {
  @ApiProperty({ description: 'Sub-heading that the row is added to.', example: 'other-services-list' })
  @IsString()
  groupId!: string;

  @ApiProperty({ description: 'Name of the service, one line.', example: 'จองคิวรับบริการออนไลน์' })
  @IsString()
  title!: string;
}

export interface RowAddedResult extends CommandResult {
  readonly rowId: string;
}

/** “+ เพิ่มข้อมูล”: adds a service that the form does not list. */
export class AddRow extends Command<RowAddedResult> {
  constructor(
    readonly survey: SurveyKey,
    readonly aspectId: string,
    readonly body: AddRowBody,
    readonly seen: SeenRevision,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** The row's id follows from the command's id, so a repeated request names the row that it added the first time. */
const rowIdOf = (commandId: string): string => uuidV5(`${commandId}\nrow`);

@CommandHandler(AddRow)
export class AddRowHandler implements ICommandHandler<AddRow> {
  constructor(private readonly writer: SurveyWriter) {}

  async execute({ survey, aspectId, body, seen, context }: AddRow): Promise<RowAddedResult> {
    const { groupId, title } = body;
    const command = { name: AddRow.name, content: { ...survey, aspectId, groupId, title } };
    const executed = await this.writer.execute(survey, command, context, (state, circumstances, commandId) =>
      decideAddRow(state, { aspectId, groupId, title, rowId: rowIdOf(commandId), seen }, circumstances),
    );
    return { rowId: rowIdOf(executed.commandId), ...resultOf(executed) };
  }
}
