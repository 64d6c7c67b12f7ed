import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Rounds } from '../campaign/round.js';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import { resultOf } from '../commands/command-result.js';
import { DecideAndAppend } from '../commands/decide-and-append.js';
import { provinceStream, surveyStream, type SurveyKey } from '../events/streams.js';
import { surveyModel } from '../form/survey.js';
import { provinceModel } from '../roster/province.js';
import { decideReviewSurvey } from './province-decisions.js';

export class ReviewBody {
  @ApiProperty({ example: '69', description: 'The revision of the certification that was read.' })
  @Matches(/^\d{1,18}$/)
  certifiedRevision!: string;
}

/** “ตรวจแล้ว”: an officer has read one survey as it was certified. */
export class ReviewSurvey extends Command<CommandResult> {
  constructor(
    readonly survey: SurveyKey,
    readonly body: ReviewBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ReviewSurvey)
export class ReviewSurveyHandler implements ICommandHandler<ReviewSurvey> {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly rounds: Rounds,
  ) {}

  async execute({ survey: key, body, context }: ReviewSurvey): Promise<CommandResult> {
    const { fiscalYear, laoCode } = key;
    const { provinceCode } = await this.rounds.ofSurvey(key);
    const target = { stream: provinceStream(fiscalYear, provinceCode), model: provinceModel };
    const read = { laoCode, certifiedRevision: body.certifiedRevision };
    const command = { name: ReviewSurvey.name, content: { fiscalYear, ...read } };
    return resultOf(
      await this.decideAndAppend.execute(target, command, context, async ({ state: province }) => {
        const { state: survey } = await this.decideAndAppend.load(
          surveyStream(fiscalYear, laoCode),
          surveyModel,
        );
        return decideReviewSurvey(province, { fiscalYear, provinceCode }, read, survey);
      }),
    );
  }
}
