import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { CorrectPersonHandler } from './correct-person.js';
import { ErasePersonHandler } from './erase-person.js';
import { GetPersonHandler } from './get-person.js';
import { PeopleController } from './people.controller.js';
import { People } from '../people/people.js';

/** Provides the opened register of names to every module and closes it. */
@Global()
@Module({
  controllers: [PeopleController],
  providers: [CorrectPersonHandler, ErasePersonHandler, GetPersonHandler],
})
export class PersonalDataModule implements OnApplicationShutdown {
  constructor(private readonly module: ModuleRef) {}

  static of(people: People): DynamicModule {
    return {
      module: PersonalDataModule,
      providers: [{ provide: People, useValue: people }],
      exports: [People],
    };
  }

  onApplicationShutdown(): Promise<void> {
    return this.module.get(People).close();
  }
}
