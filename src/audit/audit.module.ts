import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { GetHistoryHandler } from './audit-queries.js';
import { DifferenceController } from './difference.controller.js';
import { GetProvinceDifferenceHandler, GetSurveyDifferenceHandler } from './get-difference.js';
import { GetSurveyAsOfHandler } from './survey-as-of.js';

@Module({
  controllers: [AuditController, DifferenceController],
  providers: [
    GetHistoryHandler,
    GetSurveyAsOfHandler,
    GetSurveyDifferenceHandler,
    GetProvinceDifferenceHandler,
  ],
})
export class AuditModule {}
