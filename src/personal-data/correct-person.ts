import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { Clock } from '../basics/clock.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { personStream } from '../events/streams.js';
import { People } from '../people/people.js';
import { decideCorrectPerson, readName } from '../people/person-decisions.js';
import { personModel } from '../people/person-model.js';

export class CorrectPersonBody {
  @ApiProperty({ description: 'The right name. It is kept outside the log.' })
  @IsString()
  name!: string;

  @ApiProperty({ description: 'The reason. The log keeps it for good, so it must not name the person.' })
  @IsString()
  reason!: string;
}

/** An administrator corrects a person's name. */
export class CorrectPerson extends Command<CommandResult> {
  constructor(
    readonly sub: string,
    readonly body: CorrectPersonBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CorrectPerson)
export class CorrectPersonHandler implements ICommandHandler<CorrectPerson> {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** The event is recorded first. If the register then fails, the same command sent again completes it. */
  async execute({ sub, body, context }: CorrectPerson): Promise<CommandResult> {
    const target = { stream: personStream(sub), model: personModel };
    // The command's hash goes into the log. A hash over a name could be guessed.
    const command = { name: CorrectPerson.name, content: { sub, reason: body.reason } };
    const recorded = await this.decideAndAppend.execute(target, command, context, async () =>
      decideCorrectPerson(await this.people.kept(sub), sub, body),
    );
    await this.people.correct(sub, readName(body.name), this.clock.now().toISOString());
    return resultOf(recorded);
  }
}
