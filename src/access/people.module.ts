import { join } from 'node:path';
import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Configuration } from '../configuration.js';
import { CorrectPersonHandler } from './correct-person.js';
import { SqlitePeople } from './embedded/sqlite-people.js';
import { ErasePersonHandler } from './erase-person.js';
import { GetPersonHandler } from './get-person.js';
import { MongoPeople } from './mongo/mongo-people.js';
import { PeopleController } from './people.controller.js';
import { People } from './people.js';

/** The register of names that the configuration names: several processes share it where they share the read models. @throws PeopleUnavailable */
export const openPeople = async ({
  mongoUrl,
  dataDir,
}: Pick<Configuration, 'mongoUrl' | 'dataDir'>): Promise<People> =>
  mongoUrl === undefined
    ? new SqlitePeople(join(dataDir, 'people.sqlite'))
    : MongoPeople.open({ url: mongoUrl });

/** Gives the opened register of names to every room, and closes it. */
@Global()
@Module({
  controllers: [PeopleController],
  providers: [CorrectPersonHandler, ErasePersonHandler, GetPersonHandler],
})
export class PeopleModule implements OnApplicationShutdown {
  constructor(private readonly module: ModuleRef) {}

  static of(people: People): DynamicModule {
    return {
      module: PeopleModule,
      providers: [{ provide: People, useValue: people }],
      exports: [People],
    };
  }

  onApplicationShutdown(): Promise<void> {
    return this.module.get(People).close();
  }
}
