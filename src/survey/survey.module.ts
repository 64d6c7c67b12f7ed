import { Module } from '@nestjs/common';
import { ChangesSince } from '../changes/changes-since.js';
import { AddRowHandler } from './add-row.js';
import { CertifySurveyHandler } from './certify-survey.js';
import { GetSurveyHandler } from './get-survey.js';
import { ListLastYearHandler } from './list-last-year.js';
import { RemoveRowHandler } from './remove-row.js';
import { SaveAspectHandler } from './save-aspect.js';
import { SurveyController } from './survey.controller.js';
import { SurveyWriter } from './survey-writer.js';

@Module({
  controllers: [SurveyController],
  providers: [
    ChangesSince,
    SurveyWriter,
    SaveAspectHandler,
    AddRowHandler,
    RemoveRowHandler,
    CertifySurveyHandler,
    ListLastYearHandler,
    GetSurveyHandler,
  ],
})
export class SurveyModule {}
