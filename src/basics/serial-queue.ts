/** Runs pieces of work one after the other, in the order of the calls. */
export class SerialQueue {
  private last: Promise<unknown> = Promise.resolve();
  private unfinished = 0;

  /** `stop`: after a failure every later piece fails with the same error, because the failed one may be half done. */
  constructor(private readonly afterFailure: 'go on' | 'stop' = 'go on') {}

  get idle(): boolean {
    return this.unfinished === 0;
  }

  /** @returns the result of this piece of work. A failure of another piece is reported here only if the queue has stopped. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.afterFailure === 'stop' ? this.last.then(work) : this.last.then(work, work);
    this.last = done;
    this.unfinished += 1;
    const finish = () => {
      this.unfinished -= 1;
    };
    done.then(finish, finish);
    return done;
  }
}
