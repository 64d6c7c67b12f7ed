import { collectionName } from '../engine/collection-name.js';
import type { ProjectionStatus } from '../engine/read-model-progress.js';

/** The output of a command of the `projections` program, and whether all is in order. */
export interface ProgramReport {
  readonly lines: readonly string[];
  readonly sound: boolean;
}

/** The command is unknown or cannot run here. The message names the commands that can. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const statusLine = (
  { projection, version, position, head, lag, parked }: ProjectionStatus,
  collection = collectionName({ name: projection, version }),
): string => {
  const percent = lag === '0' ? 100n : (BigInt(position ?? 0) * 100n) / BigInt(head ?? 1);
  const progress = `${position ?? '–'} of ${head ?? '–'} (${percent} %)`;
  return `${collection.padEnd(32)} version ${version}  ${progress}  lag ${lag}  ${parked.length} parked`;
};
