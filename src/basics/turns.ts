/** One piece of work after the other. After one has failed none follows: what it left half-done is for whoever starts anew. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const taken = this.last.then(work);
    this.last = taken;
    return taken;
  }
}
