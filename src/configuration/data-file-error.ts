/** A fault in a file of reference data. Its message is the one line that an operator needs to fix the file. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError';

  /** `line` counts from 1. Undefined when the fault concerns the whole file. */
  constructor(
    readonly file: string,
    readonly line: number | undefined,
    readonly fault: string,
    options?: ErrorOptions,
  ) {
    super(line === undefined ? `${file}: ${fault}` : `${file}:${line}: ${fault}`, options);
  }
}
