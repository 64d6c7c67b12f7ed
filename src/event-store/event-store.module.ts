import { join } from 'node:path';
import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Configuration } from '../configuration.js';
import { HealthChecks } from '../observability/health-checks.js';
import { ReadOnlyLog } from './embedded/read-only-log.js';
import { SqliteEventStore } from './embedded/sqlite-event-store.js';
import { EventStore } from './event-store.js';
import { EventStoreDbEventStore } from './eventstoredb/eventstoredb-event-store.js';

/** The log that the configuration names. @throws EventStoreUnavailable */
export const openEventStore = ({
  eventStoreUrl,
  dataDir,
}: Pick<Configuration, 'eventStoreUrl' | 'dataDir'>): Promise<EventStore> =>
  eventStoreUrl === undefined
    ? SqliteEventStore.open({ file: join(dataDir, 'events.sqlite') })
    : EventStoreDbEventStore.open({ url: eventStoreUrl });

/** What a program that only looks at the log can do with it. */
export type ReadableLog = Pick<EventStore, 'head' | 'readAll' | 'readStream'> & {
  close(): void | Promise<void>;
};

/** The same log for a program that only looks at it: beside the server, whose lock on an embedded one it does not want. @throws EventStoreUnavailable */
export const openLogToRead = async (
  configuration: Pick<Configuration, 'eventStoreUrl' | 'dataDir'>,
): Promise<ReadableLog> =>
  configuration.eventStoreUrl === undefined
    ? ReadOnlyLog.open(join(configuration.dataDir, 'events.sqlite'))
    : openEventStore(configuration);

/** Gives the opened log to every room, and closes it last. */
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
