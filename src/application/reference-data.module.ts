import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Clock } from '../basics/clock.js';
import { Configuration } from '../configuration/configuration.js';
import { Directory } from '../directory/directory.js';

/** Data that is read once at start and never changes while the process runs. */
export interface ReferenceData {
  readonly configuration: Configuration;
  readonly directory: Directory;
  readonly clock: Clock;
}

@Global()
@Module({})
export class ReferenceDataModule {
  static of({ configuration, directory, clock }: ReferenceData): DynamicModule {
    return {
      module: ReferenceDataModule,
      providers: [
        { provide: Configuration, useValue: configuration },
        { provide: Directory, useValue: directory },
        { provide: Clock, useValue: clock },
      ],
      exports: [Configuration, Directory, Clock],
    };
  }
}
