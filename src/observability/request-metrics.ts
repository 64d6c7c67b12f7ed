import { Injectable } from '@nestjs/common';
import { Histogram, Registry } from 'prom-client';
import { metricName } from '../basics/metric-name.js';

/** Durations of requests by route template. A label with the real path would make one series for every LAO. */
@Injectable()
export class RequestMetrics {
  private readonly durations: Histogram<'method' | 'route' | 'status'>;

  constructor(registry: Registry) {
    this.durations = new Histogram({
      name: metricName('http_request_duration_seconds'),
      help: 'Time from a request’s first byte to the answer’s last',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    });
  }

  observe(
    labels: { readonly method: string; readonly route: string; readonly status: number },
    seconds: number,
  ): void {
    this.durations.observe(labels, seconds);
  }
}
