/** A count that is far from what offices of the same type give for the same row. */
export interface Outlier {
  readonly rowId: string;
  readonly count: number;
  /** Of the other offices that give a number for the row. */
  readonly median: number;
  readonly offices: number;
}

/** With fewer numbers to compare with, a median says nothing. */
const ENOUGH = 5;
/** Times the median, or its part. */
const FAR = 10;

type Counts = ReadonlyMap<string, number>;

/** @param others the counts of other offices, by row */
export const outliersIn = (own: Counts, others: readonly Counts[]): readonly Outlier[] =>
  [...own].flatMap(([rowId, count]) => {
    const theirs = others.flatMap((counts) => counts.get(rowId) ?? []);
    if (theirs.length < ENOUGH) return [];
    const median = medianOf(theirs);
    // Below a median of 1 nothing is small, and every number would be large.
    const isFar = count > Math.max(median, 1) * FAR || (median >= 1 && count * FAR < median);
    return isFar ? [{ rowId, count, median, offices: theirs.length }] : [];
  });

const medianOf = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
