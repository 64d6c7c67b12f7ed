import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Clock } from '../basics/clock.js';
import { Configuration } from '../configuration/configuration.js';
import { Comparisons } from './comparisons.js';

/** Milliseconds. Upper limit of the wait before the next check; another process may have made the comparison. */
const LONGEST_WAIT = 60_000;

/** Compares at an interval. It counts from the last comparison of any process, or else from the start of this process. */
@Injectable()
export class ComparisonSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Comparison');
  private timer: NodeJS.Timeout | undefined;
  private readonly startedAt: number;

  constructor(
    private readonly comparisons: Comparisons,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {
    this.startedAt = clock.now().getTime();
  }

  onApplicationBootstrap(): void {
    const { compareEvery } = this.configuration;
    if (compareEvery === undefined) return;
    const look = () =>
      void this.compareIfDue(compareEvery).catch((error: unknown) =>
        this.logger.error({ message: 'the comparison schedule failed', error }),
      );
    this.timer = setInterval(look, Math.min(compareEvery, LONGEST_WAIT)).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async compareIfDue(every: number): Promise<void> {
    const last = await this.comparisons.last();
    const since = last ? Date.parse(last.startedAt) : this.startedAt;
    if (this.clock.now().getTime() - since >= every) await this.comparisons.start();
  }
}
