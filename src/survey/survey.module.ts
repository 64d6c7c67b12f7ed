import { Module } from '@nestjs/common';
import { AddRowHandler } from './add-row.js';
import { CertifySurveyHandler } from './certify-survey.js';
import { GetSurveyHandler } from './get-survey.js';
import { ListSurveysHandler } from './list-surveys.js';
import { RemoveRowHandler } from './remove-row.js';
import { SaveAspectHandler } from './save-aspect.js';
import { SurveyController } from './survey.controller.js';
import { SurveyChanges } from './survey-changes.js';
import { SurveyDesk } from './survey-desk.js';

@Module({
  controllers: [SurveyController],
  providers: [
    SurveyChanges,
    SurveyDesk,
    SaveAspectHandler,
    AddRowHandler,
    RemoveRowHandler,
    CertifySurveyHandler,
    GetSurveyHandler,
    ListSurveysHandler,
  ],
  exports: [SurveyDesk],
})
export class SurveyModule {}
