import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { GetHistoryHandler } from './audit-queries.js';
import { CertificationTimesController } from './certification-times.controller.js';
import { EntryReader } from './entry-reader.js';
import { GetCertificationTimesHandler } from './get-certification-times.js';
import { GetSurveyAsOfHandler } from './survey-as-of.js';

@Module({
  controllers: [AuditController, CertificationTimesController],
  providers: [EntryReader, GetHistoryHandler, GetSurveyAsOfHandler, GetCertificationTimesHandler],
})
export class AuditModule {}
