import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { provinceStream } from '../events/streams.js';
import { decideRevokeCertification } from './province-decisions.js';
import type { ProvinceKey } from '../events/streams.js';
import { Rounds } from '../campaign/round.js';
import { provinceModel } from '../roster/province.js';
import type { ReasonBody } from './return-survey.js';

/** The department revokes a province's certification, with a reason. */
export class RevokeCertification extends Command<CommandResult> {
  constructor(
    readonly province: ProvinceKey,
    readonly body: ReasonBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(RevokeCertification)
export class RevokeCertificationHandler implements ICommandHandler<RevokeCertification> {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly rounds: Rounds,
  ) {}

  async execute({ province: key, body, context }: RevokeCertification): Promise<CommandResult> {
    await this.rounds.ofProvince(key);
    const { fiscalYear, provinceCode } = key;
    const target = { stream: provinceStream(fiscalYear, provinceCode), model: provinceModel };
    const command = { name: RevokeCertification.name, content: { ...key, reason: body.reason } };
    return resultOf(
      await this.decideAndAppend.execute(target, command, context, ({ state }) =>
        decideRevokeCertification(state, { provinceCode, reason: body.reason }),
      ),
    );
  }
}
