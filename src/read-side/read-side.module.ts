import {
  Global,
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { allProjections } from '../../projections/index.js';
import { Projector } from '../../projections/projector.js';
import { MemoryReadStore } from '../../projections/read-store/memory-read-store.js';
import { MongoReadStore } from '../../projections/read-store/mongo/mongo-read-store.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import type { Configuration } from '../configuration.js';
import { Directory } from '../directory/directory.js';
import { EventStore } from '../event-store/event-store.js';
import type { JsonObject } from '../json.js';
import { HealthChecks } from '../observability/health-checks.js';
import { LiveUpdatesController } from './live-updates.controller.js';
import { LiveUpdates } from './live-updates.js';
import { ReadYourWrites } from './read-your-writes.js';

/** The store that the configuration names: in memory it is filled from the log at every start. @throws ReadStoreUnavailable */
export const openReadStore = async ({ mongoUrl }: Pick<Configuration, 'mongoUrl'>): Promise<ReadStore> =>
  mongoUrl === undefined ? new MemoryReadStore() : MongoReadStore.open({ url: mongoUrl });

/** The read models and what keeps them up to date. */
@Global()
@Module({
  controllers: [LiveUpdatesController],
  providers: [
    LiveUpdates,
    ReadYourWrites,
    {
      provide: Projector,
      inject: [EventStore, ReadStore, Directory, LiveUpdates],
      useFactory: (
        eventStore: EventStore,
        readStore: ReadStore,
        directory: Directory,
        liveUpdates: LiveUpdates,
      ) => {
        const logger = new Logger('Projector');
        return new Projector({
          eventStore,
          readStore,
          projections: allProjections(directory),
          log: (level, message, details) => logger[level === 'info' ? 'log' : level]({ message, ...details }),
          onApplied: (events) => liveUpdates.announce(events),
        });
      },
    },
  ],
  exports: [ReadStore, ReadYourWrites, Projector],
})
export class ReadSideModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly projector: Projector,
    private readonly readStore: ReadStore,
    private readonly healthChecks: HealthChecks,
    private readonly registry: Registry,
  ) {}

  static of(readStore: ReadStore): DynamicModule {
    return { module: ReadSideModule, providers: [{ provide: ReadStore, useValue: readStore }] };
  }

  /** The process takes requests once its read models stand at the end of the log. */
  async onModuleInit(): Promise<void> {
    this.observe();
    await this.projector.start();
    await this.projector.caughtUp();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.projector.stop();
    await this.readStore.close();
  }

  private observe(): void {
    const { projector, readStore, registry } = this;
    this.healthChecks.register('read-store', async () => {
      await readStore.count('projection_checkpoints', {});
      return { healthy: true };
    });
    this.healthChecks.register('projections', async () => {
      const status = await projector.status();
      return { healthy: true, detail: status as unknown as readonly JsonObject[] };
    });
    new Gauge({
      name: 'projection_lag_positions',
      help: 'How far a read model is behind the end of the log',
      labelNames: ['projection'],
      registers: [registry],
      async collect() {
        for (const { projection, lag } of await projector.status()) this.set({ projection }, Number(lag));
      },
    });
    new Gauge({
      name: 'projection_parked_streams',
      help: 'Streams whose events a read model could not take in: they need a person',
      labelNames: ['projection'],
      registers: [registry],
      async collect() {
        for (const { projection, parked } of await projector.status())
          this.set({ projection }, parked.length);
      },
    });
  }
}
