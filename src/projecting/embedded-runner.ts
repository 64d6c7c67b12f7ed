import { Projector, type ProjectorOptions } from '../../projections/engine/projector.js';
import type { Log } from '../../projections/engine/applier.js';
import { dropOtherVersions } from '../../projections/maintenance/drop-superseded.js';
import type { HealthChecks } from '../observability/health-checks.js';
import type { LiveUpdates } from '../live-updates/live-updates.js';
import { builtOnce } from './health-and-metrics.js';
import { ProjectionRunner } from './projection-runner.js';

export interface EmbeddedRunnerOptions extends Omit<ProjectorOptions, 'onApplied'> {
  readonly log: Log;
  /** Why the existing read models were unusable. */
  readonly discarded: string | undefined;
}

/** Runs every projection in this process, which alone has the read models. */
export class EmbeddedRunner extends ProjectionRunner {
  override readonly readModels: Projector;

  constructor(
    private readonly options: EmbeddedRunnerOptions,
    liveUpdates: LiveUpdates,
  ) {
    super();
    this.readModels = new Projector({ ...options, onApplied: (events) => liveUpdates.announce(events) });
  }

  /** The process accepts requests once its read models reach the end of the log. */
  override async start(): Promise<void> {
    const { readStore, projections, log, discarded } = this.options;
    if (discarded !== undefined) {
      log('warn', 'the file of the read models could not be used: all are built anew', { reason: discarded });
    }
    await this.readModels.start();
    await this.readModels.caughtUp();
    await dropOtherVersions(readStore, projections, log);
  }

  override stop(): Promise<void> {
    return this.readModels.stop();
  }

  override async observe(healthChecks: HealthChecks): Promise<void> {
    healthChecks.register('projections', await builtOnce(this.readModels));
  }
}
