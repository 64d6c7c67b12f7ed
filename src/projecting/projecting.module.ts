import {
  Global,
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { Registry } from 'prom-client';
import type { Log } from '../../projections/engine/applier.js';
import { allProjections } from '../../projections/read-models/index.js';
import type { Leases } from '../../projections/engine/lease/leases.js';
import { ReadModels } from '../../projections/engine/read-models.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import type { ProcessRole } from '../configuration/configuration.js';
import { Directory } from '../directory/directory.js';
import { EventStore } from '../event-store/event-store.js';
import { HealthChecks } from '../observability/health-checks.js';
import { EmbeddedReadSide } from './embedded-read-side.js';
import { LiveUpdatesController } from '../live-updates/live-updates.controller.js';
import { LiveLines } from '../live-updates/live-lines.js';
import { LiveUpdates } from '../live-updates/live-updates.js';
import { observeReadSide } from './observe-read-side.js';
import { ReadSide } from './read-side.js';
import { ReadYourWrites } from './read-your-writes.js';
import { SharedReadSide } from './shared-read-side.js';

export interface ReadModelStores {
  readonly readStore: ReadStore;
  /** Of the processes that share the store; undefined where this one has it to itself. */
  readonly leases: Leases | undefined;
}

const log: Log = (level, message, details) =>
  new Logger('Projector')[level === 'info' ? 'log' : level]({ message, ...details });

/** The read models and what keeps them up to date. */
@Global()
@Module({})
export class ProjectingModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly readSide: ReadSide,
    private readonly readStore: ReadStore,
    private readonly healthChecks: HealthChecks,
    private readonly registry: Registry,
  ) {}

  static of({ readStore, leases }: ReadModelStores, role: ProcessRole): DynamicModule {
    const open = (eventStore: EventStore, directory: Directory, liveUpdates: LiveUpdates): ReadSide => {
      const options = { eventStore, readStore, projections: allProjections(directory), log };
      return leases === undefined
        ? new EmbeddedReadSide(options, liveUpdates)
        : new SharedReadSide(role, { ...options, leases }, liveUpdates);
    };
    const servesPeople = role !== 'projector';
    return {
      module: ProjectingModule,
      controllers: servesPeople ? [LiveUpdatesController] : [],
      providers: [
        { provide: ReadStore, useValue: readStore },
        { provide: ReadSide, inject: [EventStore, Directory, LiveUpdates], useFactory: open },
        { provide: ReadModels, inject: [ReadSide], useFactory: ({ readModels }: ReadSide) => readModels },
        ...(servesPeople ? [LiveLines] : []),
        LiveUpdates,
        ReadYourWrites,
      ],
      exports: [ReadStore, ReadModels, ReadYourWrites],
    };
  }

  async onModuleInit(): Promise<void> {
    const { readSide, readStore, healthChecks, registry } = this;
    observeReadSide({ readModels: readSide.readModels, readStore, healthChecks, registry });
    await readSide.start();
    await readSide.observe(healthChecks, registry);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.readSide.stop();
    await this.readStore.close();
  }
}
