import { Module } from '@nestjs/common';
import { EvidenceModule } from '../evidence/evidence.module.js';
import { ResultsModule } from '../results/results.module.js';
import { PublishedRounds } from './get-publication.js';
import { OpenDataController } from './open-data.controller.js';
import { PublicationController } from './publication.controller.js';
import { PublicationFiles } from './publication-files.js';
import { PublishResultsHandler } from './publish-results.js';
import { WithdrawResultsHandler } from './withdraw-results.js';

/** Results as open data: an act of the department, its files, and what proves them. */
@Module({
  imports: [EvidenceModule, ResultsModule],
  controllers: [OpenDataController, PublicationController],
  providers: [PublicationFiles, PublishedRounds, PublishResultsHandler, WithdrawResultsHandler],
})
export class OpenDataModule {}
