/** Values from `from` up to `to` have one shade; the last class holds its end, too. */
export interface ValueClass {
  readonly from: number;
  readonly to: number;
}

const CLASSES = 5;
/** 24.4 / 0.1 is a little less than 244. */
const ROUNDING = 1e-9;

/** Five classes of equal width over the values that there are, with bounds in whole `unit`s. */
export const classesOf = (values: readonly (number | null)[], unit: number): readonly ValueClass[] => {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return [];
  const least = Math.floor(Math.min(...known) / unit + ROUNDING);
  const width = Math.max(1, Math.ceil((Math.max(...known) / unit - least) / CLASSES - ROUNDING));
  return Array.from({ length: CLASSES }, (_, index) => ({
    from: (least + index * width) * unit,
    to: (least + (index + 1) * width) * unit,
  }));
};

/** 1 for the lowest class, 0 without a value. */
export const classOf = (classes: readonly ValueClass[], value: number | null): number =>
  value === null ? 0 : classes.findLastIndex(({ from }) => value >= from - ROUNDING) + 1;
