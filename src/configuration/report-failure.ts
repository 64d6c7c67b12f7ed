/** Ends a program that failed. A fault that the operator can fix prints one line. Any other error is a defect and prints its stack. */
export const reportFailure = (
  error: unknown,
  mendable: readonly (abstract new (...args: never[]) => Error)[],
): void => {
  const known = mendable.some((kind) => error instanceof kind);
  const text = known ? (error as Error).message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
};
