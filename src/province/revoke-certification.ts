import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command/command-context.js';
import { resultOf } from '../command/command-result.js';
import { DecideAndAppend } from '../command/decide-and-append.js';
import { provinceStream } from '../event-store/streams.js';
import { decideRevokeCertification } from './province-decisions.js';
import { ProvinceDesk, type ProvinceKey } from './province-desk.js';
import { provinceModel } from './province.js';
import type { ReasonBody } from './return-survey.js';

/** The department takes back a province's certification, with a reason. */
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
    private readonly desk: ProvinceDesk,
  ) {}

  async execute({ province: key, body, context }: RevokeCertification): Promise<CommandResult> {
    await this.desk.frame(key);
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
