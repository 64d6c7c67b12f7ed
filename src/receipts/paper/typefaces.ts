import { createRequire } from 'node:module';
import { openSync, type Font } from 'fontkit';

const opened = (file: string): Font =>
  openSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/sarabun/${file}`));

export interface Typefaces {
  readonly regular: Font;
  readonly bold: Font;
}

/** Consonants of each shape, and the marks that take another form on them or on each other. */
const CONSONANTS = [...'กปญฐ'];
const VOWELS = ['', ...'\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e4d'];
const TONES = ['', ...'\u0e48\u0e49\u0e4a\u0e4b\u0e4c'];
const everyForm = CONSONANTS.flatMap((base) =>
  VOWELS.flatMap((vowel) => TONES.map((tone) => base + vowel + tone)),
).join(' ');

/**
 * Opens the fonts of all papers. Reading the tables of a font takes longer than writing a receipt, so a process does it once. A font
 * keeps for each glyph the letters that it first stood for. Each glyph is met here, in one order, so that a receipt has the same bytes
 * whatever was written before it.
 */
export const openTypefaces = (): Typefaces => {
  const typefaces = {
    regular: opened('400Regular/Sarabun_400Regular.ttf'),
    bold: opened('700Bold/Sarabun_700Bold.ttf'),
  };
  for (const font of Object.values(typefaces)) {
    for (const letter of font.characterSet.toSorted((a, b) => a - b)) font.glyphForCodePoint(letter);
    font.layout(everyForm);
    for (let glyph = 0; glyph < font.numGlyphs; glyph += 1) font.getGlyph(glyph);
  }
  return typefaces;
};
