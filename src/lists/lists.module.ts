import { Module } from '@nestjs/common';
import { DirectoryController } from './directory.controller.js';
import { GetProvinceStatusHandler } from './get-province-status.js';
import { ListSurveysHandler } from './list-surveys.js';
import { ListsController } from './lists.controller.js';

@Module({
  controllers: [DirectoryController, ListsController],
  providers: [ListSurveysHandler, GetProvinceStatusHandler],
})
export class ListsModule {}
