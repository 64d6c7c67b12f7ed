/** `A` is 1, `AA` is 27. */
export const columnName = (column: number): string =>
  column === 0
    ? ''
    : columnName(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26));

export const columnNumber = (name: string): number =>
  [...name].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

export interface CellPlace {
  /** `AB` of `AB12`. */
  readonly column: string;
  /** 12 of `AB12`. */
  readonly row: number;
}

/** Undefined if it names no cell. */
export const cellPlaceOf = (ref: string): CellPlace | undefined => {
  const [, column, row] = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(ref) ?? [];
  return column === undefined ? undefined : { column, row: Number(row) };
};
