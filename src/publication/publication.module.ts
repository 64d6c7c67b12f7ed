import { Global, Module } from '@nestjs/common';
import { GetQuestionnaireHandler } from './get-questionnaire.js';
import { ListQuestionnairesHandler } from './list-questionnaires.js';
import { PublishQuestionnaireHandler } from './publish-questionnaire.js';
import { QuestionnaireController } from './questionnaire.controller.js';
import { QuestionnaireLibrary } from './questionnaire-library.js';

/** Global, because every command on a survey and every form needs the version that its round pins. */
@Global()
@Module({
  controllers: [QuestionnaireController],
  providers: [
    PublishQuestionnaireHandler,
    ListQuestionnairesHandler,
    GetQuestionnaireHandler,
    QuestionnaireLibrary,
  ],
  exports: [PublishQuestionnaireHandler, QuestionnaireLibrary],
})
export class PublicationModule {}
