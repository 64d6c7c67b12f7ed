/** No service of one LAO can have had more users in a year; a larger number is a slip of the hand. Persons. */
export const MAX_COUNT = 100_000_000;

export type CountProblem = 'not-a-count' | 'count-negative' | 'count-fractional' | 'count-too-large';

export const toArabicDigits = (text: string): string =>
  text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));

/**
 * Reads a number of persons as people write it: `1234`, `"1,234"`, `"๑,๒๓๔"`; blank is no number yet. A separator must group by three,
 * so that `1,5` is not taken for fifteen.
 */
export const parseCount = (
  raw: unknown,
): { readonly count?: number | undefined; readonly problem?: CountProblem } => {
  if (raw === null || raw === undefined) return { count: undefined };
  if (typeof raw !== 'number' && typeof raw !== 'string') return { problem: 'not-a-count' };
  const text = toArabicDigits(String(raw)).trim();
  if (text === '') return { count: undefined };
  if (/^[-−–]\s*[\d.,]*\d$/.test(text) && Number(text.replace(/[^\d]/g, '')) !== 0)
    return { problem: 'count-negative' };
  if (/^[\d,]*\.\d+$/.test(text) && !/\.0+$/.test(text)) return { problem: 'count-fractional' };
  if (typeof raw === 'number' && !Number.isInteger(raw)) return { problem: 'not-a-count' };
  if (/^\d+e\+\d+$/.test(text)) return { problem: 'count-too-large' };
  if (!/^(\d+|\d{1,3}(,\d{3})+)$/.test(text)) return { problem: 'not-a-count' };
  const count = Number(text.replaceAll(',', ''));
  return count > MAX_COUNT ? { problem: 'count-too-large' } : { count };
};
