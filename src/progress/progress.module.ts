import { Module } from '@nestjs/common';
import { GetProgressHandler } from './get-progress.js';
import { ListMilestonesHandler } from './list-milestones.js';
import { ProgressController } from './progress.controller.js';

/** How far a round is, now and then. */
@Module({ controllers: [ProgressController], providers: [GetProgressHandler, ListMilestonesHandler] })
export class ProgressModule {}
