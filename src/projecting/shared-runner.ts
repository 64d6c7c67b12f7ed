import { randomUUID } from 'node:crypto';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Log } from '../../projections/engine/applier.js';
import { CheckpointPoller } from '../../projections/engine/checkpoint-poller.js';
import type { ForeignRule } from '../../projections/engine/foreign-read-models.js';
import { LeasedProjectors } from '../../projections/engine/lease/leased-projectors.js';
import type { Leases } from '../../projections/engine/lease/leases.js';
import type { Projection } from '../../projections/engine/projection.js';
import type { ReadStore } from '../../projections/read-store/read-store.js';
import { dropSuperseded } from '../../projections/maintenance/drop-superseded.js';
import type { ProcessRole } from '../configuration/configuration.js';
import type { EventStore } from '../event-store/event-store.js';
import { asJson } from '../basics/json.js';
import { metricName } from '../basics/metric-name.js';
import type { HealthChecks } from '../observability/health-checks.js';
import type { LiveUpdates } from '../live-updates/live-updates.js';
import { ChangeAnnouncer } from './change-announcer.js';
import { builtOnce, reportBuilds } from './health-and-metrics.js';
import { ProjectionRunner } from './projection-runner.js';

export interface SharedRunnerOptions extends ForeignRule {
  readonly eventStore: EventStore;
  readonly readStore: ReadStore;
  readonly leases: Leases;
  readonly projections: readonly Projection[];
  readonly log: Log;
}

/** Milliseconds between two checks for read models of older code that may be dropped. */
const TIDYING = 3_600_000;

/** For read models that several processes share: this one competes to project them, announces changes to its browsers, or both. */
export class SharedRunner extends ProjectionRunner {
  override readonly readModels: CheckpointPoller;
  private readonly projectors: LeasedProjectors | undefined;
  private readonly announcer: ChangeAnnouncer | undefined;
  private tidying: NodeJS.Timeout | undefined;

  constructor(
    role: ProcessRole,
    private readonly options: SharedRunnerOptions,
    liveUpdates: LiveUpdates,
  ) {
    super();
    const { projections, eventStore, log } = options;
    this.readModels = new CheckpointPoller(options);
    if (role !== 'api')
      this.projectors = new LeasedProjectors(projections, { ...options, holder: randomUUID() });
    if (role !== 'projector') {
      this.announcer = new ChangeAnnouncer({ eventStore, readModels: this.readModels, liveUpdates, log });
    }
  }

  override async start(): Promise<void> {
    await this.readModels.open();
    this.projectors?.start();
    await this.announcer?.start();
    if (this.projectors) this.tidying = setInterval(() => void this.tidy(), TIDYING).unref();
  }

  override async stop(): Promise<void> {
    clearInterval(this.tidying);
    const announced = this.announcer?.stop();
    await Promise.all([this.readModels.close(), this.projectors?.stop(), announced]);
  }

  override async observe(healthChecks: HealthChecks, registry: Registry): Promise<void> {
    const { readModels, projectors } = this;
    // A projector on standby, or building, is healthy; only a process that serves lists needs complete ones.
    if (this.announcer) healthChecks.register('projections', await builtOnce(readModels));
    new Counter({
      name: metricName('projection_checkpoint_looks_total'),
      help: 'How often the checkpoints were read for requests that wait for a position',
      registers: [registry],
      collect() {
        this.reset();
        this.inc(readModels.looks);
      },
    });
    if (!projectors) return;
    healthChecks.register('projector', () => ({
      healthy: true,
      detail: {
        duties: projectors.duties,
        building: asJson(projectors.builds.states),
      },
    }));
    reportBuilds(projectors.builds, registry);
    new Gauge({
      name: metricName('projection_at_work'),
      help: 'Whether this process projects the read model (1) or stands by (0)',
      labelNames: ['collection'],
      registers: [registry],
      collect() {
        for (const [collection, duty] of Object.entries(projectors.duties)) {
          this.set({ collection }, duty === 'at work' ? 1 : 0);
        }
      },
    });
  }

  private async tidy(): Promise<void> {
    const { log } = this.options;
    try {
      await dropSuperseded(this.options, new Date());
    } catch (error) {
      log('warn', 'superseded read models could not be dropped', { error });
    }
  }
}
