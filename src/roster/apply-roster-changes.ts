import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  Equals,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  ValidateNested,
} from 'class-validator';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { SurveyFences, type FenceStep } from '../commands/survey-fences.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { Directory } from '../directory/directory.js';
import { provinceStream } from '../events/streams.js';
import type { Fence } from '../events/fence.js';
import type { ProvinceEvent } from '../events/province-events.js';
import { problems } from '../problems/catalogue.js';
import { proposedRoster } from './proposed-roster.js';
import { provinceModel } from './province.js';
import { decideChangeRoster, requireRoster } from './roster-decisions.js';
import {
  changeOf,
  codeOf,
  differenceKinds,
  rosterDifference,
  type RosterDifference,
} from './roster-difference.js';

export class ChosenChange {
  @ApiProperty({ example: '06120106' })
  @IsString()
  laoCode!: string;

  @ApiProperty({ enum: differenceKinds })
  @IsIn(differenceKinds)
  kind!: RosterDifference['kind'];

  @ApiPropertyOptional({ description: 'Of an LAO that is gone: the one that took its place.' })
  @IsOptional()
  @IsString()
  successorCode?: string;
}

export class RosterChangesBody {
  @ApiProperty({ example: '12' })
  @IsString()
  province!: string;

  @ApiPropertyOptional({
    type: [ChosenChange],
    description: 'The differences to apply, as they were shown. This, or `all`.',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique(({ laoCode, kind }: ChosenChange) => `${laoCode} ${kind}`)
  @ValidateNested({ each: true })
  @Type(() => ChosenChange)
  changes?: ChosenChange[];

  @ApiPropertyOptional({
    enum: [true],
    description: 'Every difference of the province; who is gone has no successor.',
  })
  @IsOptional()
  @Equals(true)
  all?: true;

  @ApiPropertyOptional({ description: 'Why; needed where an LAO is gone.' })
  @IsOptional()
  @IsString()
  reason?: string;
}

/** Applies the chosen changes from the directory files to a province's roster, all or none. */
export class ApplyRosterChanges extends Command<CommandResult> {
  constructor(
    readonly fiscalYear: number,
    readonly body: RosterChangesBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ApplyRosterChanges)
export class ApplyRosterChangesHandler implements ICommandHandler<ApplyRosterChanges> {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly directory: Directory,
    private readonly surveyFences: SurveyFences,
  ) {}

  async execute({ fiscalYear, body, context }: ApplyRosterChanges): Promise<CommandResult> {
    const { province: provinceCode, changes, all, reason = '' } = body;
    if ((changes === undefined) === (all === undefined)) {
      throw problems.invalidRequest([{ path: 'changes', message: 'give either changes or all' }]);
    }
    const key = { fiscalYear, provinceCode };
    const proposal = proposedRoster(this.directory, provinceCode);
    const target = { stream: provinceStream(fiscalYear, provinceCode), model: provinceModel };
    const content = { fiscalYear, ...body, changes: (changes ?? []).map((change) => ({ ...change })) };
    const command = { name: ApplyRosterChanges.name, content };
    return resultOf(
      await this.decideAndAppend.execute(target, command, context, async ({ state, revision }, time) => {
        const differences = rosterDifference(requireRoster(state, key), proposal);
        const recorded = chosenOf(differences, changes).map(({ difference, successorCode }) =>
          changeOf(difference, { successorCode: successorCode ?? null, reason }),
        );
        const decided = decideChangeRoster(state, key, recorded);
        const fence = { stream: target.stream, revision: (revision + 1n).toString() };
        const step = { correlationId: context.correlationId, time };
        await this.fenceWithdrawn(decided, fiscalYear, fence, step);
        return decided;
      }),
    );
  }

  /**
   * A save that was decided before the fence meets a conflict. One that sees the fence waits for the withdrawal, or calls it off. The
   * fence lies before the withdrawal, so it has the same time: else the withdrawal would not belong to its own instant.
   */
  private async fenceWithdrawn(
    decided: readonly ProvinceEvent[],
    fiscalYear: number,
    fence: Fence,
    step: FenceStep,
  ): Promise<void> {
    for (const event of decided) {
      if (event.type !== 'LaoWithdrawn') continue;
      await this.surveyFences.raise({ fiscalYear, laoCode: event.data.laoCode }, fence, step);
    }
  }
}

/** Sorted in the order in which they can be recorded. @throws Problem `roster-moved` for a choice that is no longer a difference. */
const chosenOf = (differences: readonly RosterDifference[], changes: readonly ChosenChange[] | undefined) => {
  const same = (difference: RosterDifference) => (change: ChosenChange) =>
    change.kind === difference.kind && change.laoCode === codeOf(difference);
  const moved = changes?.find((change) => !differences.some((difference) => same(difference)(change)));
  if (moved) throw problems.rosterMoved(moved.laoCode);
  const chosen = differences.flatMap((difference) => {
    if (!changes) return [{ difference, successorCode: undefined }];
    const change = changes.find(same(difference));
    return change ? [{ difference, successorCode: change.successorCode }] : [];
  });
  if (chosen.length === 0) {
    throw problems.invalidRequest([{ path: 'all', message: 'the directory proposes no change' }]);
  }
  return chosen;
};
