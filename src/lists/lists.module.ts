import { Module } from '@nestjs/common';
import { DirectoryController } from './directory.controller.js';
import { GetOutliersHandler } from './get-outliers.js';
import { GetProvinceStatusHandler } from './get-province-status.js';
import { ListSurveysHandler } from './list-surveys.js';
import { ListsController } from './lists.controller.js';
import { QuestionnaireController } from './questionnaire.controller.js';

@Module({
  controllers: [DirectoryController, QuestionnaireController, ListsController],
  providers: [ListSurveysHandler, GetOutliersHandler, GetProvinceStatusHandler],
})
export class ListsModule {}
