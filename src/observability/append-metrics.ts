import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Histogram, Registry } from 'prom-client';
import { metricName } from '../basics/metric-name.js';
import { tracedAppends, type TracedAppend } from '../basics/trace-points.js';

/** How long the log takes to keep events. A disk that gets slow shows here before people notice. */
@Injectable()
export class AppendMetrics implements OnApplicationShutdown {
  private readonly begun = new WeakMap<TracedAppend, number>();
  private readonly durations: Histogram;

  constructor(registry: Registry) {
    this.durations = new Histogram({
      name: metricName('append_duration_seconds'),
      help: 'Time in which the event log keeps the events of one command, or refuses them',
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    });
    tracedAppends.start.subscribe(this.begin);
    tracedAppends.asyncEnd.subscribe(this.end);
  }

  onApplicationShutdown(): void {
    tracedAppends.start.unsubscribe(this.begin);
    tracedAppends.asyncEnd.unsubscribe(this.end);
  }

  private readonly begin = (append: unknown): void => {
    this.begun.set(append as TracedAppend, performance.now());
  };

  private readonly end = (append: unknown): void => {
    const begun = this.begun.get(append as TracedAppend);
    if (begun !== undefined) this.durations.observe((performance.now() - begun) / 1000);
  };
}
