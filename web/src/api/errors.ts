/** RFC 9457, as the server and any gateway before it send it. */
export interface ProblemDocument {
  readonly type?: string;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly status: number;
  readonly [member: string]: unknown;
}

/** The server refused; its problem document is worded in the person's language. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: number,
    readonly problem: ProblemDocument,
  ) {
    super(problem.code);
  }
}

/** No answer came. Whether the command was carried out is not known. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The same command with the same idempotency key may be sent again. */
export const mayRetry = (error: unknown): boolean =>
  error instanceof NoAnswer ||
  (error instanceof ApiError && (error.status >= 500 || error.status === 408 || error.status === 429));
