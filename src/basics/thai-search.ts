import { toArabicDigits } from './count.js';

/**
 * Maps different spellings of a Thai word to one: composed vowels, doubled SARA E, digits, invisible characters,
 * spaces, dots.
 */
export const normalizeThai = (text: string): string =>
  toArabicDigits(text.normalize('NFC'))
    .replace(/\u0e4d([\u0e48-\u0e4b]?)\u0e32/g, '$1\u0e33') // NIKHAHIT (+ tone) + SARA AA
    .replace(/\u0e33([\u0e48-\u0e4b])/g, '$1\u0e33') // tone typed after SARA AM
    .replace(/\u0e40\u0e40/g, '\u0e41') // SARA E twice for SARA AE
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/[\s.\-–ฯ/()]+/g, '')
    .toLowerCase();

/** Longest first, in the form that `normalizeThai` produces. */
const prefixes = [
  'องค์การบริหารส่วนจังหวัด',
  'องค์การบริหารส่วนตำบล',
  'เทศบาลนคร',
  'เทศบาลเมือง',
  'เทศบาลตำบล',
  'เทศบาล',
  'อบจ',
  'อบต',
];
/** Real names begin with these too, so they count only before a dot or a space. */
const shortPrefixes = ['ทน', 'ทม', 'ทต'];

/** All readings of a query: the query itself, and the query without one leading prefix of an LAO type. */
export const searchForms = (query: string): readonly string[] => {
  const whole = normalizeThai(query);
  const forms = new Set([whole]);
  for (const prefix of prefixes) if (whole.startsWith(prefix)) forms.add(whole.slice(prefix.length));
  for (const prefix of shortPrefixes) {
    const typed = new RegExp(`^\\s*${prefix[0]}\\.?${prefix[1]}[.\\s]`);
    if (typed.test(query)) forms.add(whole.slice(prefix.length));
  }
  forms.delete('');
  return [...forms];
};

/** Whether any form of a query is part of any indexed text. A blank query has no forms and matches everything. */
export const matches = (forms: readonly string[], indexed: readonly string[]): boolean =>
  forms.length === 0 || forms.some((form) => indexed.some((text) => text.includes(form)));

/** The normalised texts that a search for an LAO looks into. A read model stores them beside the LAO. */
export const searchText = (lao: {
  readonly officialName: string;
  readonly name: string;
  readonly baseName: string;
  readonly nameEn: string;
}): readonly string[] => [lao.officialName, lao.name, lao.baseName, lao.nameEn].map(normalizeThai);
