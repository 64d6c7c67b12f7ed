import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { People } from './people.js';

/** Gives the opened register of names to every room, and closes it. */
@Global()
@Module({})
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
