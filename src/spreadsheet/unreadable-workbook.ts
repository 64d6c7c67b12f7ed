/**
 * Why a file is not read as a workbook: it is none; it is encrypted; it is cut or changed; it is too large or takes too long; it has
 * macros; it is made to deceive a reader.
 */
export type UnreadableReason = 'not-a-workbook' | 'encrypted' | 'damaged' | 'too-large' | 'macros' | 'unsafe';

export class UnreadableWorkbook extends Error {
  override readonly name = 'UnreadableWorkbook';
  constructor(
    readonly reason: UnreadableReason,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}
