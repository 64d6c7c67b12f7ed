/** Milliseconds, the same in all threads of the process. */
export const now = (): number => performance.timeOrigin + performance.now();

export const median = (values: readonly number[]): number => percentile(values, 50);

/** The smallest value that is not exceeded by this percentage of the values. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? NaN;
};
