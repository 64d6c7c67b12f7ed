import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import type { CommandContext, CommandResult } from '../command/command-context.js';
import { resultOf } from '../command/command-result.js';
import { DecideAndAppend } from '../command/decide-and-append.js';
import { provinceStream, surveyStream } from '../event-store/streams.js';
import { SurveyDesk, type SurveyKey } from '../survey/survey-desk.js';
import { surveyModel } from '../survey/survey.js';
import { decideReturnSurvey } from './province-decisions.js';
import { provinceModel } from './province.js';

export class ReasonBody {
  @ApiProperty({ description: 'Why: it stands in the record and is shown to the office concerned.' })
  @IsString()
  reason!: string;
}

/** An officer sends one certified survey back for correction. */
export class ReturnSurvey extends Command<CommandResult> {
  constructor(
    readonly survey: SurveyKey,
    readonly body: ReasonBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ReturnSurvey)
export class ReturnSurveyHandler implements ICommandHandler<ReturnSurvey> {
  constructor(
    private readonly decideAndAppend: DecideAndAppend,
    private readonly desk: SurveyDesk,
  ) {}

  async execute({ survey: key, body, context }: ReturnSurvey): Promise<CommandResult> {
    const { fiscalYear, laoCode } = key;
    const { lao, campaign } = await this.desk.frame(key);
    const { provinceCode } = lao;
    const target = { stream: provinceStream(fiscalYear, provinceCode), model: provinceModel };
    const command = { name: ReturnSurvey.name, content: { ...key, reason: body.reason } };
    return resultOf(
      await this.decideAndAppend.execute(target, command, context, async ({ state: province }, now) => {
        const { state: survey } = await this.decideAndAppend.load(
          surveyStream(fiscalYear, laoCode),
          surveyModel,
        );
        return decideReturnSurvey(
          province,
          { laoCode, reason: body.reason },
          { survey, campaign, fiscalYear, provinceCode, now },
        );
      }),
    );
  }
}
