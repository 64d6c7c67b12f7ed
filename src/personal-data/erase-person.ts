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
  @ApiProperty({ description: 'The reason. The log keeps it for good, so it must not name the person.' })
  @IsString()
  reason!: string;
}

/** An administrator erases a person's kept data. The person's acts remain, as acts of the office. */
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

  /** The event is recorded first. If the register then fails, the same command sent again completes it. */
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
