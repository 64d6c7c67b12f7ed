import type { ParkedStream } from './checkpoints.js';

/** Positions are decimal strings; null before the first event. */
export interface ProjectionStatus {
  readonly projection: string;
  readonly version: number;
  readonly position: string | null;
  readonly head: string | null;
  /** How far the position is behind the head. */
  readonly lag: string;
  readonly parked: readonly ParkedStream[];
}

/** How far the read models are, whichever process projects them. */
export abstract class ReadModelProgress {
  /** Whether every read model passes the position within `timeoutMs`. */
  abstract waitFor(position: bigint, timeoutMs: number): Promise<boolean>;
  abstract status(): Promise<readonly ProjectionStatus[]>;
  /** The collections that were made from another log and are not replaced yet: nothing of them may be shown. */
  async ofAnotherLog(): Promise<readonly string[]> {
    return [];
  }
}

const lagOf = (head: bigint | undefined, position: bigint | undefined): bigint => {
  if (head === undefined) return 0n;
  const lag = head - (position ?? -1n);
  return lag > 0n ? lag : 0n;
};

export const statusOf = (
  { name, version }: { readonly name: string; readonly version: number },
  head: bigint | undefined,
  { position, parked }: { readonly position: bigint | undefined; readonly parked: readonly ParkedStream[] },
): ProjectionStatus => ({
  projection: name,
  version,
  position: position?.toString() ?? null,
  head: head?.toString() ?? null,
  lag: lagOf(head, position).toString(),
  parked,
});
