import { Global, Module } from '@nestjs/common';
import { ApplyRosterChangesHandler } from './apply-roster-changes.js';
import { Enrolments } from './enrolments.js';
import { GetRosterChangesHandler } from './get-roster-changes.js';
import { RosterController } from './roster.controller.js';

/** Global, because opening and widening a round enrols its provinces. */
@Global()
@Module({
  controllers: [RosterController],
  providers: [Enrolments, ApplyRosterChangesHandler, GetRosterChangesHandler],
  exports: [Enrolments],
})
export class RosterModule {}
