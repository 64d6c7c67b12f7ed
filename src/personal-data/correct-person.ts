import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { Clock } from '../basics/clock.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { problems } from '../problems/catalogue.js';
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

  /**
   * The event is recorded first. If the register then fails, the same command sent again completes it. Sent again later
   * it changes nothing. With another name it is another command, although its hash does not hold the name.
   */
  async execute({ sub, body, context }: CorrectPerson): Promise<CommandResult> {
    const target = { stream: personStream(sub), model: personModel };
    // The command's hash goes into the log. A hash over a name could be guessed.
    const command = { name: CorrectPerson.name, content: { sub, reason: body.reason } };
    const recorded = await this.decideAndAppend.execute(target, command, context, async () =>
      decideCorrectPerson(await this.people.kept(sub), sub, body),
    );
    const name = readName(body.name);
    const at = this.clock.now().toISOString();
    // A register that was restored or written by an older version does not know its acts: what the log has overtaken is left alone.
    const { revision: newest } = await this.decideAndAppend.load(target.stream, personModel);
    if (newest > recorded.revision) return resultOf(recorded);
    const outcome = await this.people.correct(sub, name, at, recorded.revision);
    if (outcome === 'other-name') throw problems.idempotencyKeyReused();
    return resultOf(recorded);
  }
}
