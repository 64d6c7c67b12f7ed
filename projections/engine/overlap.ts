/**
 * Lets one piece of work be finished while the next one begins: a batch is written while the next is read and projected. The store keeps
 * their order, and refuses what was sent before it was known that the one before had failed.
 */
export class Overlap {
  private underWay: Promise<unknown> = Promise.resolve();
  private failure: { readonly error: unknown } | undefined;

  /** Begins the work; resolves once the one before is done. @throws what that one threw. */
  async begin(work: () => Promise<unknown>): Promise<void> {
    if (this.failure) throw this.failure.error;
    const before = this.underWay;
    this.underWay = work();
    this.underWay.catch((error: unknown) => (this.failure ??= { error }));
    await before;
  }

  /** Resolves once all is done. @throws what any of it threw. */
  async finish(): Promise<void> {
    await this.underWay;
    if (this.failure) throw this.failure.error;
  }
}
