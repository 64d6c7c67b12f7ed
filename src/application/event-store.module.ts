import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { HealthChecks } from '../observability/health-checks.js';
import { EventStore } from '../event-store/event-store.js';

/** Provides the opened log to every module and closes it last. */
@Global()
@Module({})
export class EventStoreModule implements OnApplicationShutdown {
  constructor(
    private readonly module: ModuleRef,
    healthChecks: HealthChecks,
  ) {
    healthChecks.register('event-store', async () => {
      const head = await this.eventStore.head();
      return { healthy: true, detail: { head: head?.toString() ?? null } };
    });
  }

  static of(eventStore: EventStore): DynamicModule {
    return {
      module: EventStoreModule,
      providers: [{ provide: EventStore, useValue: eventStore }],
      exports: [EventStore],
    };
  }

  onApplicationShutdown(): Promise<void> {
    return this.eventStore.close();
  }

  private get eventStore(): EventStore {
    return this.module.get(EventStore);
  }
}
