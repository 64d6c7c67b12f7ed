/** Upper limit, in persons. No service of one LAO has more users in a year; a larger number is a typing error. */
export const MAX_COUNT = 100_000_000;

export type CountProblem = 'not-a-count' | 'count-negative' | 'count-fractional' | 'count-too-large';

export const toArabicDigits = (text: string): string =>
  text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));

/**
 * Reads a number of persons as people write it: `1234`, `"1,234"`, `"๑,๒๓๔"`. Blank means no number yet. Separators
 * must group by three, so that `1,5` is not read as fifteen.
 */
export const parseCount = (
  raw: unknown,
): { readonly count?: number | undefined; readonly problem?: CountProblem } => {
  if (raw === null || raw === undefined) return { count: undefined };
  if (typeof raw === 'number') return judged(raw);
  if (typeof raw !== 'string') return { problem: 'not-a-count' };
  const text = toArabicDigits(raw).trim();
  if (text === '') return { count: undefined };
  if (/^[-−–]\s*[\d.,]*\d$/.test(text) && /[1-9]/.test(text)) return { problem: 'count-negative' };
  if (/^[\d,]*\.\d+$/.test(text) && !/\.0+$/.test(text)) return { problem: 'count-fractional' };
  if (!/^(\d+|\d{1,3}(,\d{3})+)$/.test(text)) return { problem: 'not-a-count' };
  return judged(Number(text.replaceAll(',', '')));
};

const judged = (number: number): { readonly count: number } | { readonly problem: CountProblem } => {
  if (Number.isNaN(number)) return { problem: 'not-a-count' };
  if (number < 0) return { problem: 'count-negative' };
  if (number > MAX_COUNT) return { problem: 'count-too-large' };
  return Number.isInteger(number) ? { count: Math.abs(number) } : { problem: 'count-fractional' };
};
