import type { Checkpoints } from './checkpoints.js';
import type { Notary } from './notary.js';

export interface ScheduleOptions {
  readonly notary: Notary;
  readonly checkpoints: Checkpoints;
  /** Milliseconds between two checkpoints of a log that grows. */
  readonly every: number;
  readonly now: () => Date;
  /** The next attempt is made all the same. */
  readonly onFailure: (error: unknown) => void;
}

/** Has the log attested from time to time. One process of a deployment runs it: two would sign the same log twice. */
export class CheckpointSchedule {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly options: ScheduleOptions) {}

  /** A process that is restarted often attests as often as one that is not: the time counts from the last checkpoint. */
  start(): void {
    this.stopped = false;
    this.running = this.firstWait().then(
      (wait) => this.runIn(wait),
      (error: unknown) => {
        this.options.onFailure(error);
        this.runIn(this.options.every);
      },
    );
  }

  /** Resolves when an attempt that is under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    clearTimeout(this.timer);
  }

  private async firstWait(): Promise<number> {
    const { checkpoints, every, now } = this.options;
    const last = await checkpoints.latest();
    return last ? Math.max(0, Date.parse(last.time) + every - now().getTime()) : 0;
  }

  private runIn(wait: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(
      () => {
        this.running = this.attest().then(() => this.runIn(this.options.every));
      },
      Math.min(wait, this.options.every),
    );
    this.timer.unref();
  }

  private async attest(): Promise<void> {
    try {
      await this.options.notary.attest();
    } catch (error) {
      this.options.onFailure(error);
    }
  }
}
