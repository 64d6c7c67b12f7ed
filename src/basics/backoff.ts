/** Resolves after `ms` milliseconds, or as soon as the signal aborts. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });

/** Milliseconds. */
export interface BackoffTimes {
  readonly first: number;
  readonly longest: number;
}

/** The pauses between attempts at the same work. Each is twice the previous one, up to the longest. */
export class Backoff {
  private upcoming: number;

  constructor(private readonly times: BackoffTimes) {
    this.upcoming = times.first;
  }

  /** The next pause, in milliseconds. */
  get next(): number {
    return this.upcoming;
  }

  /** An attempt made progress: the next pause is the first one again. */
  reset(): void {
    this.upcoming = this.times.first;
  }

  async pause(signal?: AbortSignal): Promise<void> {
    const { next } = this;
    this.upcoming = Math.min(next * 2, this.times.longest);
    await pause(next, signal);
  }
}
