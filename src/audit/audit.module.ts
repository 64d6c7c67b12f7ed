import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { GetHistoryHandler } from './audit-queries.js';
import { GetProvinceDifferenceHandler, GetSurveyDifferenceHandler } from './get-difference.js';
import { ListSurveyMomentsHandler } from './list-survey-moments.js';
import { PastController } from './past.controller.js';
import { GetSurveyAsOfHandler } from './survey-as-of.js';

@Module({
  controllers: [AuditController, PastController],
  providers: [
    GetHistoryHandler,
    GetSurveyAsOfHandler,
    GetSurveyDifferenceHandler,
    GetProvinceDifferenceHandler,
    ListSurveyMomentsHandler,
  ],
})
export class AuditModule {}
