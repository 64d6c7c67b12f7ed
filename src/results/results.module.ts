import { Module } from '@nestjs/common';
import { AnswerLogs } from './cube/answer-logs.js';
import { ExportsController } from './exports.controller.js';
import { Exports } from './exports.js';
import { GetGroupsHandler } from './get-groups.js';
import { GetOverviewHandler } from './get-overview.js';
import { GetOwnResultHandler } from './get-own-result.js';
import { ListLaosBehindHandler } from './list-laos-behind.js';
import { ResultPoints } from './result-points.js';
import { ResultYears } from './result-years.js';
import { RostersAt } from './rosters-at.js';
import { ResultsController } from './results.controller.js';

/** The answers of a round: added up at any moment, and as files. */
@Module({
  controllers: [ExportsController, ResultsController],
  providers: [
    AnswerLogs,
    Exports,
    GetGroupsHandler,
    GetOverviewHandler,
    GetOwnResultHandler,
    ListLaosBehindHandler,
    ResultPoints,
    ResultYears,
    RostersAt,
  ],
  exports: [ResultPoints, ResultYears],
})
export class ResultsModule {}
