import { CsvError, parse } from 'csv-parse/sync';
import { DataFileError } from '../configuration/data-file-error.js';
import { readDataFile } from '../configuration/data-file.js';

/** Characters of a name. With it and the most LAOs of a province, an enrolment always fits into one append to the log. */
export const LONGEST_TEXT = 150;

/** One record of a table with its file and line, so that an error can name them. */
export class CsvRecord<Column extends string> {
  constructor(
    private readonly file: string,
    readonly line: number,
    private readonly cells: ReadonlyMap<string, string>,
  ) {}

  /** The cell without outer spaces, of any length. It may be blank. */
  text(column: Column): string {
    return this.cells.get(column) ?? '';
  }

  required(column: Column): string {
    return this.optional(column) || this.refuse(`${column} is empty`);
  }

  /** May be blank. */
  optional(column: Column): string {
    const text = this.text(column);
    return text.length <= LONGEST_TEXT
      ? text
      : this.refuse(`${column} is longer than ${LONGEST_TEXT} characters`);
  }

  /** A code is text, not a number: spreadsheets tend to drop its leading zero. */
  code(column: Column, digits: number): string {
    const code = this.text(column);
    const wellFormed = code.length === digits && /^[0-9]+$/.test(code);
    return wellFormed ? code : this.refuse(`${column} "${code}" is not a code of ${digits} digits`);
  }

  /** A position in a sort order. */
  rank(column: Column): number {
    const text = this.text(column);
    return /^[0-9]{1,9}$/.test(text)
      ? Number(text)
      : this.refuse(`${column} "${text}" is not a whole number`);
  }

  refuse(fault: string): never {
    throw new DataFileError(this.file, this.line, fault);
  }
}

/**
 * Reads a comma-separated file with a header row that has at least these columns, in any order.
 * The cells of an optional column that is not there are blank.
 */
export const readCsvTable = <Column extends string, Optional extends string = never>(
  file: string,
  columns: readonly Column[],
): readonly CsvRecord<Column | Optional>[] => {
  const [header, ...records] = parseRecords(file);
  if (!header) throw new DataFileError(file, undefined, 'is empty');
  for (const column of columns) {
    if (!header.cells.includes(column)) {
      throw new DataFileError(file, header.line, `column ${column} is missing`);
    }
  }
  return records.map(({ line, cells }) => {
    if (cells.length !== header.cells.length) {
      throw new DataFileError(
        file,
        line,
        `has ${cells.length} cells where the header has ${header.cells.length}`,
      );
    }
    return new CsvRecord(file, line, new Map(header.cells.map((column, at) => [column, cells[at] ?? ''])));
  });
};

interface ParsedRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The parser gives the line on which a record ends. A person looks for the line on which it begins. */
const parseRecords = (file: string): readonly ParsedRecord[] => {
  const parsed: ParsedRecord[] = [];
  let lastLine = 0;
  try {
    parse(readDataFile(file), {
      relax_column_count: true,
      trim: true,
      on_record: (cells, { lines }) => {
        const blankLine = cells.length === 1 && cells[0] === '';
        if (!blankLine) parsed.push({ line: lastLine + 1, cells });
        lastLine = lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DataFileError(file, lastLine + 1, 'has a quotation mark in the wrong place', { cause: error });
  }
  return parsed;
};
