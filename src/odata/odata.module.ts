import { Module } from '@nestjs/common';
import { Feeds } from './feeds.js';
import { OdataController } from './odata.controller.js';

/** The results of a round for analysts' programs. */
@Module({ controllers: [OdataController], providers: [Feeds] })
export class OdataModule {}
