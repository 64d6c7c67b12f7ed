/** Ends a program that failed: one clear line for what its operator can mend; anything else is a defect and shows where. */
export const reportFailure = (
  error: unknown,
  mendable: readonly (abstract new (...args: never[]) => Error)[],
): void => {
  const known = mendable.some((kind) => error instanceof kind);
  const text = known ? (error as Error).message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
};
