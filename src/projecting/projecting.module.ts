import {
  Global,
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Registry } from 'prom-client';
import type { Log } from '../../projections/engine/applier.js';
import { allProjections } from '../../projections/read-models/index.js';
import type { Leases } from '../../projections/engine/lease/leases.js';
import { ReadModelProgress } from '../../projections/engine/read-model-progress.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import type { Configuration } from '../configuration/configuration.js';
import { EventStore } from '../event-store/event-store.js';
import { HealthChecks } from '../observability/health-checks.js';
import { EmbeddedRunner } from './embedded-runner.js';
import { LiveUpdatesController } from '../live-updates/live-updates.controller.js';
import { LiveLines } from '../live-updates/live-lines.js';
import { LiveUpdates } from '../live-updates/live-updates.js';
import { reportProgress } from './health-and-metrics.js';
import { OfThisLogGuard } from './of-this-log.guard.js';
import { ProjectionRunner } from './projection-runner.js';
import { ReadYourWrites } from './read-your-writes.js';
import { SharedRunner } from './shared-runner.js';

export interface ReadModelStores {
  readonly readStore: ReadStore;
  /** Leases of the processes that share the store; undefined if only this process uses it. */
  readonly leases: Leases | undefined;
  /** Why the previous read models were discarded, if they were. All are then rebuilt. */
  readonly discarded?: string | undefined;
}

export const projectorLog: Log = (level, message, details) =>
  new Logger('Projector')[level === 'info' ? 'log' : level]({ message, ...details });

/** The read models and what keeps them up to date. */
@Global()
@Module({})
export class ProjectingModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly runner: ProjectionRunner,
    private readonly readStore: ReadStore,
    private readonly healthChecks: HealthChecks,
    private readonly registry: Registry,
  ) {}

  static of(
    { readStore, leases, discarded }: ReadModelStores,
    { role, rebuildForeign }: Pick<Configuration, 'role' | 'rebuildForeign'>,
  ): DynamicModule {
    const open = (eventStore: EventStore, liveUpdates: LiveUpdates): ProjectionRunner => {
      const projections = allProjections();
      const options = { eventStore, readStore, projections, log: projectorLog, rebuildForeign };
      return leases === undefined
        ? new EmbeddedRunner({ ...options, discarded }, liveUpdates)
        : new SharedRunner(role, { ...options, leases }, liveUpdates);
    };
    const servesPeople = role !== 'projector';
    return {
      module: ProjectingModule,
      controllers: servesPeople ? [LiveUpdatesController] : [],
      providers: [
        { provide: ReadStore, useValue: readStore },
        { provide: ProjectionRunner, inject: [EventStore, LiveUpdates], useFactory: open },
        {
          provide: ReadModelProgress,
          inject: [ProjectionRunner],
          useFactory: ({ readModels }: ProjectionRunner) => readModels,
        },
        ...(servesPeople ? [LiveLines, { provide: APP_GUARD, useClass: OfThisLogGuard }] : []),
        LiveUpdates,
        ReadYourWrites,
      ],
      exports: [ReadStore, ReadModelProgress, ReadYourWrites],
    };
  }

  async onModuleInit(): Promise<void> {
    const { runner, readStore, healthChecks, registry } = this;
    reportProgress({ readModels: runner.readModels, readStore, healthChecks, registry });
    await runner.start();
    await runner.observe(healthChecks, registry);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.runner.stop();
    await this.readStore.close();
  }
}
