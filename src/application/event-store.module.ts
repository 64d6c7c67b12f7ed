import {
  Global,
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Counter, Registry } from 'prom-client';
import { metricName } from '../basics/metric-name.js';
import { HealthChecks } from '../observability/health-checks.js';
import { EventStore, EventStoreUnavailable, type Recoveries } from '../event-store/event-store.js';
import { GuardedEventStore, type WritingStopped } from '../event-store/guarded-event-store.js';
import { clockGuard } from '../event-store/clock-guard.js';

const recoveryCounters: { readonly [field in keyof Recoveries]: readonly [name: string, help: string] } = {
  drops: ['event_store_drops_total', 'Subscriptions that the event store gave up, and that went on at once'],
  renewals: ['event_store_renewals_total', 'Connections left because the node behind them said nothing'],
};

const reportJump = ({ message }: WritingStopped): void =>
  new Logger('Clock').error({ message: 'the clock jumped: nothing is written', fault: message });

/** Provides the opened log to every module, and closes it last. */
@Global()
@Module({})
export class EventStoreModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly module: ModuleRef,
    healthChecks: HealthChecks,
    registry: Registry,
  ) {
    // Ready means able to write: with a full disk, reads still work.
    healthChecks.register('event-store', async () => {
      const head = (await this.eventStore.head())?.toString() ?? null;
      try {
        await this.eventStore.ensureWritable();
        return { healthy: true, detail: { head } };
      } catch (error) {
        if (!(error instanceof EventStoreUnavailable)) throw error;
        return { healthy: false, detail: { head, unavailable: error.reason } };
      }
    });
    const recoveries = (): Recoveries => this.eventStore.recoveries;
    for (const [field, [name, help]] of Object.entries(recoveryCounters)) {
      new Counter({
        name: metricName(name),
        help,
        registers: [registry],
        collect() {
          this.reset();
          this.inc(recoveries()[field as keyof Recoveries]);
        },
      });
    }
  }

  static of(eventStore: EventStore): DynamicModule {
    return {
      module: EventStoreModule,
      providers: [
        {
          provide: GuardedEventStore,
          useFactory: () => new GuardedEventStore(eventStore, clockGuard(reportJump)),
        },
        { provide: EventStore, useExisting: GuardedEventStore },
      ],
      exports: [EventStore, GuardedEventStore],
    };
  }

  async onModuleInit(): Promise<void> {
    if (!(await this.eventStore.mayDelete())) return;
    new Logger(EventStoreModule.name).warn(
      'this process may delete streams of the log: give it a user that may not (docs/operations.md)',
    );
  }

  onApplicationShutdown(): Promise<void> {
    return this.eventStore.close();
  }

  private get eventStore(): EventStore {
    return this.module.get(EventStore);
  }
}
