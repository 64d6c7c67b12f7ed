import type { Sheet, SheetCell } from '../spreadsheet/read-workbook.js';
import { columnNumber, cellPlaceOf } from './cell-reference.js';
import { CODES, IDS, parseLine, type LineId } from './codes.js';

/** A line of a sheet with its id. */
export interface GridLine {
  readonly row: number;
  readonly id: LineId;
}

interface Range {
  readonly ref: string;
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

/** The cells of a sheet by line and by the code of the column. Where lines and columns are does not matter. */
export class Grid {
  readonly title: string;
  private readonly cells = new Map<string, SheetCell>();
  private readonly columns = new Map<string, string>();
  private readonly ids: readonly (readonly [number, string])[];
  /** Merged ranges that cover more than one cell of answers. */
  readonly merged: readonly Range[];

  constructor(sheet: Sheet) {
    this.title = sheet.name;
    const ids = new Map<number, string>();
    for (const cell of sheet.cells) {
      const place = cellPlaceOf(cell.ref);
      if (!place) continue;
      this.cells.set(cell.ref, cell);
      if (place.row === CODES && !this.columns.has(cell.text)) this.columns.set(cell.text, place.column);
      else if (place.column === IDS) ids.set(place.row, cell.text);
    }
    this.ids = [...ids].sort(([one], [other]) => one - other);
    this.merged = sheet.merged.flatMap(rangeOf).filter((range) => this.mixesAnswers(range));
  }

  /** The code in the corner, which says what the sheet is for. */
  get corner(): string {
    return this.cells.get(`${IDS}${CODES}`)?.text ?? '';
  }

  get lines(): readonly GridLine[] {
    return this.ids.map(([row, id]) => ({ row, id: parseLine(id) }));
  }

  has(code: string): boolean {
    return this.columns.has(code);
  }

  /** Where a line answers what the code asks; empty if the column is missing. */
  ref(row: number, code: string): string {
    const column = this.columns.get(code);
    return column === undefined ? '' : `${column}${row}`;
  }

  at(ref: string): SheetCell | undefined {
    return this.cells.get(ref);
  }

  isMerged(ref: string): boolean {
    const place = this.merged.length > 0 && cellPlaceOf(ref);
    if (!place) return false;
    const column = columnNumber(place.column);
    return this.merged.some(({ rows, columns }) => within(place.row, rows) && within(column, columns));
  }

  /** The line of a further question has one answer, which has all of its columns. */
  private mixesAnswers({ rows }: Range): boolean {
    const covered = this.ids.filter(([row]) => within(row, rows));
    return covered.length > 1 || covered.some(([, id]) => parseLine(id).is !== 'question');
  }
}

const within = (value: number, [from, to]: readonly [number, number]): boolean =>
  from <= value && value <= to;

const rangeOf = (ref: string): readonly Range[] => {
  const [from, to] = ref.split(':').map(cellPlaceOf);
  if (!from || !to) return [];
  const columns = [columnNumber(from.column), columnNumber(to.column)] as const;
  return [{ ref, rows: [from.row, to.row], columns }];
};
