import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { GetHistoryHandler } from './audit-queries.js';
import { GetSurveyAsOfHandler } from './survey-as-of.js';

@Module({ controllers: [AuditController], providers: [GetHistoryHandler, GetSurveyAsOfHandler] })
export class AuditModule {}
