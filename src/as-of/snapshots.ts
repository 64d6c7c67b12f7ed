/** Copies of the nation's lists at positions of the log, compressed. Any of them may be missing: they save time, nothing else. */
export class Snapshots {
  private readonly kept: { readonly position: bigint; readonly copy: Uint8Array }[] = [];

  /** @param every how many events lie between two of them, at least. */
  constructor(readonly every = 50_000) {}

  /** In log order. */
  keep(position: bigint, copy: Uint8Array): void {
    this.kept.push({ position, copy });
  }

  /** The last one at or before a position. */
  nearest(position: bigint): { readonly position: bigint; readonly copy: Uint8Array } | undefined {
    return this.kept.findLast((each) => each.position <= position);
  }

  get bytes(): number {
    return this.kept.reduce((sum, { copy }) => sum + copy.byteLength, 0);
  }
}
