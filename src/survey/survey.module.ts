import { Global, Module } from '@nestjs/common';
import { ChangesSince } from '../changes/changes-since.js';
import { SurveyFences } from '../commands/survey-fences.js';
import { AddRowHandler } from './add-row.js';
import { CertifySurveyHandler } from './certify-survey.js';
import { GetSurveyHandler } from './get-survey.js';
import { ListLastYearHandler } from './list-last-year.js';
import { RemoveRowHandler } from './remove-row.js';
import { RenameRowHandler } from './rename-row.js';
import { SaveAspectHandler } from './save-aspect.js';
import { StreamSurveyFences } from './stream-survey-fences.js';
import { SurveyController } from './survey.controller.js';
import { SurveyWriter } from './survey-writer.js';

/** Global, because closing a round and withdrawing an LAO put fences into surveys. */
@Global()
@Module({
  controllers: [SurveyController],
  providers: [
    ChangesSince,
    SurveyWriter,
    SaveAspectHandler,
    AddRowHandler,
    RenameRowHandler,
    RemoveRowHandler,
    CertifySurveyHandler,
    ListLastYearHandler,
    GetSurveyHandler,
    { provide: SurveyFences, useClass: StreamSurveyFences },
  ],
  exports: [SurveyFences],
})
export class SurveyModule {}
