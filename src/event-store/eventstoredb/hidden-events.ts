import { StreamTakenAway, TruncatedStream, type DamagedStream } from '../damaged-stream.js';

/** Above every revision: by this the server's metadata hides a deleted stream. */
const HIDES_ALL = 2 ** 62;

/** The metadata of a stream by which the server hides its events, and removes them later. Nothing of ours sets it. */
export interface HidingMetadata {
  readonly truncateBefore?: number | string | undefined;
  readonly maxCount?: number | string | undefined;
  readonly maxAge?: number | string | undefined;
}

/** Whether metadata hides events already, or only will. */
export const hiddenBy = (
  stream: string,
  { truncateBefore, maxCount, maxAge }: HidingMetadata,
  position?: bigint,
): DamagedStream | undefined => {
  if (Number(truncateBefore ?? 0) >= HIDES_ALL) return new StreamTakenAway(stream, position);
  const hides = truncateBefore !== undefined || maxCount !== undefined || maxAge !== undefined;
  return hides ? new TruncatedStream(stream, 0n, position) : undefined;
};
