import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { GetHistoryHandler } from './audit-queries.js';
import { CertificationTimesController } from './certification-times.controller.js';
import { EntryReader } from './entry-reader.js';
import { GetCertificationTimesHandler } from './get-certification-times.js';
import { GetProvinceDifferenceHandler, GetSurveyDifferenceHandler } from './get-difference.js';
import { ListSurveyMomentsHandler } from './list-survey-moments.js';
import { PastController } from './past.controller.js';
import { GetSurveyAsOfHandler } from './survey-as-of.js';
import { TrailSearch } from './trail-search.js';

@Module({
  controllers: [AuditController, PastController, CertificationTimesController],
  providers: [
    EntryReader,
    TrailSearch,
    GetHistoryHandler,
    GetCertificationTimesHandler,
    GetSurveyAsOfHandler,
    GetSurveyDifferenceHandler,
    GetProvinceDifferenceHandler,
    ListSurveyMomentsHandler,
  ],
})
export class HistoryModule {}
