import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import type { SeenRevision } from '../commands/seen-revision.js';
import { resultOf } from '../commands/command-result.js';
import { decideRemoveRow } from './survey-decisions.js';
import type { SurveyKey } from '../events/streams.js';
import { SurveyWriter } from './survey-writer.js';

/** Removes a row that the LAO added (the red dustbin of the screen). */
export class RemoveRow extends Command<CommandResult> {
  constructor(
    readonly survey: SurveyKey,
    readonly aspectId: string,
    readonly rowId: string,
    readonly seen: SeenRevision,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(RemoveRow)
export class RemoveRowHandler implements ICommandHandler<RemoveRow> {
  constructor(private readonly writer: SurveyWriter) {}

  async execute({ survey, aspectId, rowId, seen, context }: RemoveRow): Promise<CommandResult> {
    const command = { name: RemoveRow.name, content: { ...survey, aspectId, rowId } };
    return resultOf(
      await this.writer.execute(survey, command, context, (state, circumstances) =>
        decideRemoveRow(state, { aspectId, rowId, seen }, circumstances),
      ),
    );
  }
}
