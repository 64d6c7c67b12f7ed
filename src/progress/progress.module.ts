import { Module } from '@nestjs/common';
import { GetProgressHandler } from './get-progress.js';
import { ListMilestonesHandler } from './list-milestones.js';
import { ProgressController } from './progress.controller.js';

/** The progress of a round, now and at any instant of the past. */
@Module({ controllers: [ProgressController], providers: [GetProgressHandler, ListMilestonesHandler] })
export class ProgressModule {}
