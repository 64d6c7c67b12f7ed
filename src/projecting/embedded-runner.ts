import { Projector, type ProjectorOptions } from '../../projections/engine/projector.js';
import type { HealthChecks } from '../observability/health-checks.js';
import type { LiveUpdates } from '../live-updates/live-updates.js';
import { builtOnce } from './health-and-metrics.js';
import { ProjectionRunner } from './projection-runner.js';

/** Runs every projection in this process, which has the read models in its own memory. */
export class EmbeddedRunner extends ProjectionRunner {
  override readonly readModels: Projector;

  constructor(options: Omit<ProjectorOptions, 'onApplied'>, liveUpdates: LiveUpdates) {
    super();
    this.readModels = new Projector({ ...options, onApplied: (events) => liveUpdates.announce(events) });
  }

  /** The process takes requests once its read models stand at the end of the log. */
  override async start(): Promise<void> {
    await this.readModels.start();
    await this.readModels.caughtUp();
  }

  override stop(): Promise<void> {
    return this.readModels.stop();
  }

  override async observe(healthChecks: HealthChecks): Promise<void> {
    healthChecks.register('projections', await builtOnce(this.readModels));
  }
}
