import type { ReadStore } from '../read-store/read-store.js';

/** Batches that may be under way at once. A store that takes them ahead commits all that wait together. */
const MOST_UNDER_WAY = 4;

/** Writes batches while the next ones are read and projected, if the store takes batches ahead; else one after the other. */
export class Overlap {
  private readonly mostUnderWay: number;
  private readonly underWay: Promise<unknown>[] = [];
  private failure: { readonly error: unknown } | undefined;

  constructor({ takesBatchesAhead }: Pick<ReadStore, 'takesBatchesAhead'>) {
    this.mostUnderWay = takesBatchesAhead ? MOST_UNDER_WAY : 1;
  }

  /** Begins the work; resolves once few enough pieces are under way. @throws what an earlier one threw. */
  async begin(work: () => Promise<unknown>): Promise<void> {
    if (this.failure) throw this.failure.error;
    const begun = work();
    begun.catch((error: unknown) => (this.failure ??= { error }));
    this.underWay.push(begun);
    if (this.underWay.length >= this.mostUnderWay) await this.underWay.shift();
  }

  /** Resolves once all is done. @throws what any of it threw. */
  async finish(): Promise<void> {
    await Promise.allSettled(this.underWay.splice(0));
    if (this.failure) throw this.failure.error;
  }
}
