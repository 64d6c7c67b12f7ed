import type { Registry } from 'prom-client';
import type { ReadModels } from '../../projections/engine/read-models.js';
import type { HealthChecks } from '../observability/health-checks.js';

/** What keeps the read models up to date, as far as it is this process's work, and its browsers told. */
export abstract class ReadSide {
  abstract readonly readModels: ReadModels;
  abstract start(): Promise<void>;
  abstract stop(): Promise<void>;
  /** Its own part of the health and the figures, once it is started. */
  abstract observe(healthChecks: HealthChecks, registry: Registry): Promise<void>;
}
