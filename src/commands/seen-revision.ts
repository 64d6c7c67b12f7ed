import { Problem } from '../problems/problem.js';

/** The revision that the sender of a command saw, from `If-Match`. `*` and undefined accept any. */
export type SeenRevision = bigint | '*' | undefined;

/** Problem `revision-conflict`. A decision throws it. The handler adds who changed what in the meantime. */
export class StaleRevision extends Problem {
  constructor(
    readonly seen: bigint,
    readonly current: bigint,
  ) {
    super('revision-conflict', 412, {
      expectedRevision: seen.toString(),
      currentRevision: current.toString(),
      changes: [],
    });
  }
}

/**
 * @param fences how many fences the stream ends with. They change nothing that a person sees, so they make no revision stale.
 * @throws StaleRevision if the stream has changed since.
 */
export const requireSeen = (seen: SeenRevision, current: bigint, fences: bigint): void => {
  if (seen === undefined || seen === '*') return;
  if (seen > current || seen < current - fences) throw new StaleRevision(seen, current);
};
