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

/** @throws StaleRevision if the stream has changed since. */
export const requireSeen = (seen: SeenRevision, current: bigint): void => {
  if (seen !== undefined && seen !== '*' && seen !== current) throw new StaleRevision(seen, current);
};
