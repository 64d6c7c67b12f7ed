import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Clock } from '../basics/clock.js';
import { Configuration } from '../configuration/configuration.js';
import { Directory } from '../directory/directory.js';
import { QuestionnaireLibrary } from '../questionnaire/questionnaire-library.js';

/** Data that is read once at start and never changes while the process runs. */
export interface ReferenceData {
  readonly configuration: Configuration;
  readonly directory: Directory;
  readonly questionnaires: QuestionnaireLibrary;
  readonly clock: Clock;
}

@Global()
@Module({})
export class ReferenceDataModule {
  static of({ configuration, directory, questionnaires, clock }: ReferenceData): DynamicModule {
    return {
      module: ReferenceDataModule,
      providers: [
        { provide: Configuration, useValue: configuration },
        { provide: Directory, useValue: directory },
        { provide: QuestionnaireLibrary, useValue: questionnaires },
        { provide: Clock, useValue: clock },
      ],
      exports: [Configuration, Directory, QuestionnaireLibrary, Clock],
    };
  }
}
