import { Module, type OnModuleInit } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { metricName } from '../basics/metric-name.js';
import { HealthChecks } from '../observability/health-checks.js';
import { ComparisonController } from './comparison.controller.js';
import { ComparisonSchedule } from './comparison-schedule.js';
import { Comparisons } from './comparisons.js';

/** Compares the read models with the log, on request and on a schedule. Health, metrics and screens show the result. */
@Module({ controllers: [ComparisonController], providers: [Comparisons, ComparisonSchedule] })
export class ReadModelComparisonModule implements OnModuleInit {
  constructor(
    private readonly comparisons: Comparisons,
    private readonly healthChecks: HealthChecks,
    private readonly registry: Registry,
  ) {}

  onModuleInit(): void {
    const { comparisons } = this;
    // A wrong document does not make the process unready: every other process would serve the same document.
    this.healthChecks.register('comparison', async () => {
      const last = await comparisons.last();
      if (!last) return { healthy: true, detail: { comparedAt: null } };
      const { finishedAt: comparedAt, position, documents, differences, undecided } = last;
      return { healthy: true, detail: { comparedAt, position, documents, differences, undecided } };
    });
    new Gauge({
      name: metricName('read_model_differences'),
      help: 'Differences between the read models and the log, as last compared: any but 0 needs a person',
      registers: [this.registry],
      async collect() {
        this.set((await comparisons.last())?.differences ?? 0);
      },
    });
    new Gauge({
      name: metricName('read_model_last_compared_timestamp_seconds'),
      help: 'When the read models were last compared with the log; 0 for never',
      registers: [this.registry],
      async collect() {
        const last = await comparisons.last();
        this.set(last ? Date.parse(last.finishedAt) / 1000 : 0);
      },
    });
  }
}
