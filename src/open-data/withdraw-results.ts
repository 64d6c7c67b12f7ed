import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { campaignModel } from '../campaign/campaign.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { campaignStream } from '../events/streams.js';
import { decideWithdrawResults } from './publish-decisions.js';

export class WithdrawResultsBody {
  @ApiProperty({ description: 'Why. The log keeps it.' })
  @IsString()
  note!: string;
}

export class WithdrawResults extends Command<CommandResult> {
  constructor(
    readonly fiscalYear: number,
    readonly body: WithdrawResultsBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(WithdrawResults)
export class WithdrawResultsHandler implements ICommandHandler<WithdrawResults> {
  constructor(private readonly decideAndAppend: DecideAndAppend) {}

  async execute({ fiscalYear, body, context }: WithdrawResults): Promise<CommandResult> {
    const target = { stream: campaignStream(fiscalYear), model: campaignModel };
    const command = { name: WithdrawResults.name, content: { fiscalYear, ...body } };
    return resultOf(
      await this.decideAndAppend.execute(target, command, context, ({ state }) =>
        decideWithdrawResults(state, fiscalYear, body.note),
      ),
    );
  }
}
