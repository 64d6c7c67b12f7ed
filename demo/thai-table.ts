const graphemes = new Intl.Segmenter('th', { granularity: 'grapheme' });

/**
 * Columns that a terminal gives to a text. Thai vowels and tone marks above or below a consonant take no column. SARA
 * AM joins its consonant's cluster but has its own width, so every character that is not a mark counts.
 */
export const displayWidth = (text: string): number => {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += Math.max(1, [...segment].filter((character) => !/\p{Mark}|\p{Format}/u.test(character)).length);
  }
  return width;
};

/** Rows under their heads. Every column is as wide as its widest cell. */
export const thaiTable = (heads: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = heads.map((head, column) =>
    Math.max(...[head, ...rows.map((row) => row[column] ?? '')].map(displayWidth)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell + ' '.repeat(widths[column]! - displayWidth(cell)))
      .join('  ')
      .trimEnd();
  return [line(heads), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
};
