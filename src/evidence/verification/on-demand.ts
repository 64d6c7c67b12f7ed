import type { Clock } from '../../basics/clock.js';
import { problems } from '../../problems/catalogue.js';

/** The most checkpoints that people may have made in an hour. Each is two files for ever. */
const LIMIT = 60;
const HOUR_MS = 3_600_000;

/** Bounds the checkpoints that are made because somebody asks. The schedule makes its own. */
export class OnDemand {
  /** When those of the last hour were made, the oldest first. */
  private times: readonly number[] = [];

  constructor(private readonly clock: Clock) {}

  /** @throws Problem `too-many-requests` */
  requireRoom(): void {
    const now = this.clock.now().getTime();
    this.times = this.times.filter((time) => time > now - HOUR_MS);
    const [oldest] = this.times;
    if (oldest === undefined || this.times.length < LIMIT) return;
    throw problems.tooManyRequests(Math.max(1, Math.ceil((oldest + HOUR_MS - now) / 1000)));
  }

  made(): void {
    this.times = [...this.times, this.clock.now().getTime()];
  }
}
