import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { Clock } from '../basics/clock.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { personStream } from '../events/streams.js';
import { People } from '../people/people.js';
import { decideErasePerson } from '../people/person-decisions.js';
import { personModel } from '../people/person-model.js';

export class ErasePersonBody {
  @ApiProperty({ description: 'Why. It stands in the log for good, so it must not name the person.' })
  @IsString()
  reason!: string;
}

/** An administrator erases what is kept of a person; what the person did remains, as their office's act. */
export class ErasePerson extends Command<CommandResult> {
  constructor(
    readonly sub: string,
    readonly body: ErasePersonBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ErasePerson)
export class ErasePersonHandler implements ICommandHandler<ErasePerson> {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** Recorded first: should the register fail then, the same command sent again finishes it. */
  async execute({ sub, body, context }: ErasePerson): Promise<CommandResult> {
    const target = { stream: personStream(sub), model: personModel };
    const command = { name: ErasePerson.name, content: { sub, ...body } };
    const recorded = await this.decideAndAppend.execute(target, command, context, async () =>
      decideErasePerson(await this.people.kept(sub), sub, body.reason),
    );
    await this.people.erase(sub, this.clock.now().toISOString(), recorded.revision);
    return resultOf(recorded);
  }
}
