export type TextProblem =
  | 'text-not-a-string'
  | 'text-blank'
  | 'text-too-long'
  | 'text-control-character'
  | 'text-broken-unicode'
  | 'text-emoji'
  | 'list-too-long';

/** What is wrong with a line of text for a legal record and a printed sheet: control characters, lone surrogates, emoji. */
export const textProblem = (value: unknown, maxLength: number): TextProblem | undefined => {
  if (typeof value !== 'string') return 'text-not-a-string';
  if (!value.isWellFormed()) return 'text-broken-unicode';
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/.test(value)) return 'text-control-character';
  if (/\p{Emoji_Presentation}|\p{Regional_Indicator}|\ufe0f/u.test(value)) return 'text-emoji';
  if (/^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(value)) return 'text-blank';
  if (value.trim().length > maxLength) return 'text-too-long';
  return undefined;
};

/** The first problem of a list of texts. */
export const listProblem = (
  values: readonly unknown[],
  maxItems: number,
  maxLength: number,
): TextProblem | undefined => {
  if (values.length > maxItems) return 'list-too-long';
  for (const value of values) {
    const problem = textProblem(value, maxLength);
    if (problem) return problem;
  }
  return undefined;
};
