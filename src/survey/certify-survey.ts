import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command/command-context.js';
import { resultOf } from '../command/command-result.js';
import { surveyFingerprint } from './fingerprint.js';
import { decideCertifySurvey } from './survey-decisions.js';
import { SurveyDesk, type ExpectedByPerson, type SurveyKey } from './survey-desk.js';

/** “รับรองข้อมูลและส่งจังหวัด”: the LAO declares its answers true and sends them to the province. */
export class CertifySurvey extends Command<CommandResult> {
  constructor(
    readonly survey: SurveyKey,
    readonly expected: ExpectedByPerson,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CertifySurvey)
export class CertifySurveyHandler implements ICommandHandler<CertifySurvey> {
  constructor(private readonly desk: SurveyDesk) {}

  async execute({ survey, expected, context }: CertifySurvey): Promise<CommandResult> {
    const command = { name: CertifySurvey.name, content: { ...survey } };
    return resultOf(
      await this.desk.execute(survey, command, context, expected, (state, circumstances) => {
        const questionnaireVersion = circumstances.questionnaire.version;
        const subject = { ...survey, questionnaireVersion };
        return decideCertifySurvey(
          state,
          (certified) => surveyFingerprint(subject, certified),
          circumstances,
        );
      }),
    );
  }
}
