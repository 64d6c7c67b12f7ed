import { partsAroundWords } from '../../basics/thai-words.js';

const words = new Intl.Segmenter('th', { granularity: 'word' });
const thaiLetter = /[\u0e00-\u0e7f]/;
/** ฯ and ๆ belong to the word before them, with or without a space between. */
const clingsToWord = /^[ฯๆ]/;

/** Thai has no spaces between words. A line may end only between two words or after a space. */
const pieces = (text: string): readonly string[] => {
  const found: string[] = [];
  for (const segment of segmentsOf(text)) {
    const before = found.at(-1);
    if (before !== undefined && !mayBreak(before, segment)) found[found.length - 1] = before + segment;
    else found.push(segment);
  }
  return found;
};

const segmentsOf = (text: string): readonly string[] =>
  partsAroundWords(text).flatMap((part, at) =>
    at % 2 === 1 ? [part] : [...words.segment(part)].map(({ segment }) => segment),
  );

const mayBreak = (before: string, after: string): boolean => {
  if (after.trim() === '' || clingsToWord.test(after)) return false;
  if (before.endsWith(' ')) return true;
  return thaiLetter.test(before.at(-1)!) && thaiLetter.test(after[0]!);
};

/** Breaks a text into lines of at most `width`, measured by `widthOf`. A piece that cannot be broken gets its own line. */
export const thaiLines = (
  text: string,
  width: number,
  widthOf: (text: string) => number,
): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  let filled = 0;
  // Each piece is measured once. Shaping the whole line again for every added word would take most of a receipt's time.
  for (const piece of pieces(text)) {
    if (line !== '' && filled + widthOf(piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      [line, filled] = ['', 0];
    }
    line += piece;
    filled += widthOf(piece);
  }
  return [...lines, line.trimEnd()];
};

/**
 * Splits SARA AM into its two signs, below the tone mark, where the font's shaping puts them anyway. Left as one sign,
 * copied or searched text of the PDF loses every following า.
 */
export const withoutSaraAm = (text: string): string =>
  text.replace(/([\u0e48-\u0e4b]?)\u0e33/g, '\u0e4d$1\u0e32');
