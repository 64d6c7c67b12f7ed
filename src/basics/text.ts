export type TextProblem =
  | 'text-not-a-string'
  | 'text-blank'
  | 'text-too-long'
  | 'text-control-character'
  | 'text-broken-unicode'
  | 'text-emoji'
  | 'text-direction-control'
  | 'text-private-use'
  | 'text-stacked-marks'
  | 'list-too-long';

/**
 * What is wrong with a line of text for a legal record and a printed sheet: what cannot be printed, what makes it look
 * like another text, what cannot be seen. `tidied` comes first.
 */
export const textProblem = (value: unknown, maxLength: number): TextProblem | undefined => {
  if (typeof value !== 'string') return 'text-not-a-string';
  if (!value.isWellFormed()) return 'text-broken-unicode';
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/.test(value)) return 'text-control-character';
  if (/\p{Emoji_Presentation}|\p{Regional_Indicator}|\ufe0f/u.test(value)) return 'text-emoji';
  if (/^[\s\p{Default_Ignorable_Code_Point}\p{Format}\u2800]*$/u.test(value)) return 'text-blank';
  // They make a text look like another one, in a list of names or on a receipt.
  if (/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(value)) return 'text-direction-control';
  if (/\p{Private_Use}/u.test(value)) return 'text-private-use';
  // Thai has two at most. A tower of marks covers the lines above it.
  if (/\p{Mark}{4}/u.test(value)) return 'text-stacked-marks';
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

/**
 * The characters behind U+F700 to U+F71A, in order. Old Thai fonts draw a shifted or cut form of a character there, and
 * text copied from a PDF holds those.
 */
const DRAWN_FORMS =
  '\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b' +
  '\u0e4c\u0e0d\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a';
const FIRST_DRAWN_FORM = 0xf700;

/**
 * The text as it is kept: without blanks around it, NFC, and with one spelling of SARA AM, which NFC leaves in two
 * parts. The same word is then the same text, for a search and for a comparison.
 */
export const tidied = (text: string): string =>
  text
    .replace(/[\uf700-\uf71a]/g, (drawn) => DRAWN_FORMS[drawn.charCodeAt(0) - FIRST_DRAWN_FORM]!)
    .normalize('NFC')
    .replace(/\u0e4d([\u0e48-\u0e4b]?)\u0e32/g, '$1\u0e33') // NIKHAHIT, a tone or none, SARA AA
    .replace(/([\u0e48-\u0e4b])\u0e4d\u0e32/g, '$1\u0e33') // the tone first
    .replace(/\u0e33([\u0e48-\u0e4b])/g, '$1\u0e33') // a tone typed after SARA AM
    .trim();

export type KeptText =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly problem: TextProblem; readonly text?: undefined };

/** A line of text in the form in which it is kept, or what is wrong with it. */
export const keptText = (raw: unknown, maxLength: number): KeptText => {
  if (typeof raw !== 'string') return { problem: 'text-not-a-string' };
  const text = tidied(raw);
  const problem = textProblem(text, maxLength);
  return problem ? { problem } : { text };
};
