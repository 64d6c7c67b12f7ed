import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command/command-context.js';
import { resultOf } from '../command/command-result.js';
import { decideRemoveRow } from './survey-decisions.js';
import { SurveyDesk, type ExpectedByPerson, type SurveyKey } from './survey-desk.js';

/** The red dustbin: removes a row that the LAO added. */
export class RemoveRow extends Command<CommandResult> {
  constructor(
    readonly survey: SurveyKey,
    readonly aspectId: string,
    readonly rowId: string,
    readonly expected: ExpectedByPerson,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(RemoveRow)
export class RemoveRowHandler implements ICommandHandler<RemoveRow> {
  constructor(private readonly desk: SurveyDesk) {}

  async execute({ survey, aspectId, rowId, expected, context }: RemoveRow): Promise<CommandResult> {
    const command = { name: RemoveRow.name, content: { ...survey, aspectId, rowId } };
    return resultOf(
      await this.desk.execute(survey, command, context, expected, (state, circumstances) =>
        decideRemoveRow(state, { aspectId, rowId }, circumstances),
      ),
    );
  }
}
