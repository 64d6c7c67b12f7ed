import { Module } from '@nestjs/common';
import { DirectoryController } from './directory.controller.js';
import { GetOutliersHandler } from './get-outliers.js';
import { GetProvinceStatusHandler } from './get-province-status.js';
import { ListSurveysHandler } from './list-surveys.js';
import { ListsController } from './lists.controller.js';

@Module({
  controllers: [DirectoryController, ListsController],
  providers: [ListSurveysHandler, GetOutliersHandler, GetProvinceStatusHandler],
})
export class ListsModule {}
