import { Global, Module } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { HealthChecks } from './health-checks.js';
import { ObservabilityController } from './observability.controller.js';
import { RequestMetrics } from './request-metrics.js';

/** Global: any module may inject `HealthChecks` to register a part, and `Registry` (of prom-client) to add a gauge. */
@Global()
@Module({
  controllers: [ObservabilityController],
  providers: [
    {
      provide: Registry,
      useFactory: () => {
        const registry = new Registry();
        collectDefaultMetrics({ register: registry });
        return registry;
      },
    },
    HealthChecks,
    RequestMetrics,
  ],
  exports: [Registry, HealthChecks],
})
export class ObservabilityModule {}
