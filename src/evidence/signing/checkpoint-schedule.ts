import type { Checkpoints } from '../checkpoints/checkpoints.js';

export interface ScheduleOptions {
  readonly attest: () => Promise<unknown>;
  readonly checkpoints: Checkpoints;
  /** Milliseconds between two checkpoints of a log that grows. */
  readonly every: number;
  readonly now: () => Date;
  /** The next attempt is made all the same. */
  readonly onFailure: (error: unknown) => void;
}

/** A log that was never attested is new, as a rule, and soon has its first events. */
const NEVER_ATTESTED_MS = 60_000;

/** Has the log attested from time to time. One process of a deployment runs it: two would sign the same log twice. */
export class CheckpointSchedule {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly options: ScheduleOptions) {}

  /** A process that is restarted often attests as often as one that is not: the time counts from the last checkpoint. */
  start(): void {
    this.stopped = false;
    this.running = this.firstWait().then((wait) => this.runIn(wait));
  }

  /** Resolves when an attempt that is under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async firstWait(): Promise<number> {
    const { checkpoints, every, now } = this.options;
    // A checkpoint that cannot be read is for the attempt to find, and to tell of.
    const last = await checkpoints.latest().catch(() => undefined);
    return last ? Math.max(0, Date.parse(last.time) + every - now().getTime()) : NEVER_ATTESTED_MS;
  }

  private runIn(wait: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(
      () => {
        this.running = this.attempt().then(() => this.runIn(this.options.every));
      },
      Math.min(wait, this.options.every),
    );
    this.timer.unref();
  }

  private async attempt(): Promise<void> {
    try {
      await this.options.attest();
    } catch (error) {
      this.options.onFailure(error);
    }
  }
}
