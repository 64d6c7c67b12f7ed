/** Resolves after so many milliseconds, or as soon as the signal aborts. */
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

/** The pauses between attempts at the same work: each is twice the one before, up to the longest. */
export class Backoff {
  private upcoming: number;

  constructor(private readonly times: BackoffTimes) {
    this.upcoming = times.first;
  }

  /** The pause to come, milliseconds. */
  get next(): number {
    return this.upcoming;
  }

  /** An attempt had some success: the next pause is the first again. */
  reset(): void {
    this.upcoming = this.times.first;
  }

  async pause(signal?: AbortSignal): Promise<void> {
    const { next } = this;
    this.upcoming = Math.min(next * 2, this.times.longest);
    await pause(next, signal);
  }
}
