import { Global, Module } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { Configuration } from '../configuration/configuration.js';
import { AppendMetrics } from './append-metrics.js';
import { reportBuild } from './build-info.js';
import { HealthChecks } from './health-checks.js';
import { ObservabilityController } from './observability.controller.js';
import { RequestMetrics } from './request-metrics.js';
import { SignInMetrics } from './sign-in-metrics.js';

/** Global: any module may inject `HealthChecks` to register a part, and `Registry` (of prom-client) to add a gauge. */
@Global()
@Module({
  controllers: [ObservabilityController],
  providers: [
    {
      provide: Registry,
      inject: [Configuration],
      useFactory: ({ role }: Configuration) => {
        const registry = new Registry();
        collectDefaultMetrics({ register: registry });
        reportBuild(role, registry);
        return registry;
      },
    },
    AppendMetrics,
    SignInMetrics,
    HealthChecks,
    RequestMetrics,
  ],
  exports: [Registry, HealthChecks],
})
export class ObservabilityModule {}
