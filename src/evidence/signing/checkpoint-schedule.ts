import type { Checkpoints } from '../checkpoints/checkpoints.js';

export interface ScheduleOptions {
  readonly attest: () => Promise<unknown>;
  readonly checkpoints: Checkpoints;
  /** Milliseconds between two checkpoints of a log that grows. */
  readonly every: number;
  readonly now: () => Date;
  /** Called for each failed attempt. The next attempt runs as usual. */
  readonly onFailure: (error: unknown) => void;
}

/** A log without a checkpoint is usually new and gets its first events soon. */
const NEVER_ATTESTED_MS = 60_000;

/** Makes a checkpoint at regular intervals. One process of a deployment runs it; two would sign the same log twice. */
export class CheckpointSchedule {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly options: ScheduleOptions) {}

  /** The interval counts from the last checkpoint, so restarts do not delay the next one. */
  start(): void {
    this.stopped = false;
    this.running = this.firstWait().then((wait) => this.runIn(wait));
  }

  /** Resolves when a running attempt has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async firstWait(): Promise<number> {
    const { checkpoints, every, now } = this.options;
    // The attempt itself reports a checkpoint that cannot be read.
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
