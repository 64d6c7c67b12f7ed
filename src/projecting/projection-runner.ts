import type { Registry } from 'prom-client';
import type { ReadModelProgress } from '../../projections/engine/read-model-progress.js';
import type { HealthChecks } from '../observability/health-checks.js';

/** This process's part in keeping the read models up to date and in announcing changes to its browsers. */
export abstract class ProjectionRunner {
  abstract readonly readModels: ReadModelProgress;
  abstract start(): Promise<void>;
  abstract stop(): Promise<void>;
  /** Registers its health checks and metrics, once it is started. */
  abstract observe(healthChecks: HealthChecks, registry: Registry): Promise<void>;
}
