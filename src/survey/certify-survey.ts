import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../commands/command-context.js';
import type { SeenRevision } from '../commands/seen-revision.js';
import { resultOf } from '../commands/command-result.js';
import { surveyFingerprint } from '../fingerprints/survey-fingerprint.js';
import { decideCertifySurvey } from './survey-decisions.js';
import type { SurveyKey } from '../events/streams.js';
import { SurveyWriter } from './survey-writer.js';

/** “รับรองข้อมูลและส่งจังหวัด”: the LAO declares its answers true and sends them to the province. */
export class CertifySurvey extends Command<CommandResult> {
  constructor(
    readonly survey: SurveyKey,
    readonly seen: SeenRevision,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CertifySurvey)
export class CertifySurveyHandler implements ICommandHandler<CertifySurvey> {
  constructor(private readonly writer: SurveyWriter) {}

  async execute({ survey, seen, context }: CertifySurvey): Promise<CommandResult> {
    const command = { name: CertifySurvey.name, content: { ...survey } };
    return resultOf(
      await this.writer.execute(survey, command, context, (state, circumstances) => {
        const questionnaireVersion = circumstances.questionnaire.version;
        const subject = { ...survey, questionnaireVersion };
        return decideCertifySurvey(
          state,
          { seen },
          (certified) => surveyFingerprint(subject, certified),
          circumstances,
        );
      }),
    );
  }
}
