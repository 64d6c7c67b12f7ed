/** A fault in a file that the system is configured with. Its message is the one line that whoever installs it needs to mend it. */
export class DataFileError extends Error {
  override readonly name = 'DataFileError';

  /** `line` counts from 1; undefined when the file as a whole is at fault. */
  constructor(
    readonly file: string,
    readonly line: number | undefined,
    readonly fault: string,
    options?: ErrorOptions,
  ) {
    super(line === undefined ? `${file}: ${fault}` : `${file}:${line}: ${fault}`, options);
  }
}
