import { Module } from '@nestjs/common';
import { ResultsModule } from '../results/results.module.js';
import { Feeds } from './feeds.js';
import { OdataController } from './odata.controller.js';

/** The results of a round for analysts' programs. */
@Module({ imports: [ResultsModule], controllers: [OdataController], providers: [Feeds] })
export class OdataModule {}
