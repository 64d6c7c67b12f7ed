const words = new Intl.Segmenter('th', { granularity: 'word' });
const thaiLetter = /[\u0e00-\u0e7f]/;
/** ฯ and ๆ belong to the word before them, a space between or not. */
const clingsToWord = /^[ฯๆ]/;

/** Thai writes no spaces between words: a line may end between two of them, and after a space; nowhere else. */
const pieces = (text: string): readonly string[] => {
  const found: string[] = [];
  for (const { segment } of words.segment(text)) {
    const before = found.at(-1);
    if (before !== undefined && !mayBreak(before, segment)) found[found.length - 1] = before + segment;
    else found.push(segment);
  }
  return found;
};

const mayBreak = (before: string, after: string): boolean => {
  if (after.trim() === '' || clingsToWord.test(after)) return false;
  if (before.endsWith(' ')) return true;
  return thaiLetter.test(before.at(-1)!) && thaiLetter.test(after[0]!);
};

/** Breaks a text into lines of at most `width`, as `widthOf` measures it. What cannot be broken stands in a line of its own. */
export const thaiLines = (
  text: string,
  width: number,
  widthOf: (text: string) => number,
): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  let filled = 0;
  // Each piece is measured once: shaping a line again for every word that is added to it takes most of a receipt's time.
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
 * Sara am as its two signs, below the tone mark, where a font's shaping puts them anyway: given as one sign, the text that is copied or
 * searched in the document loses every า after it.
 */
export const withoutSaraAm = (text: string): string =>
  text.replace(/([\u0e48-\u0e4b]?)\u0e33/g, '\u0e4d$1\u0e32');
