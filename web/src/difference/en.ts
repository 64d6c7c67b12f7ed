import type { th } from './th.js';

/** The same in English. */
export const en: Readonly<Record<keyof typeof th, string>> = {
  'difference.title': 'What changed in the survey of {name}, fiscal year {year}',
  'difference.province': 'What changed in {name}, fiscal year {year}',
  'difference.since': 'Since {time}',
  'difference.since-certified': 'Since the certification before',
  'difference.since-returned': 'Since it was returned',
  'difference.since-looked': 'Since you last looked',
  'difference.none': 'Nothing changed',
  'difference.cells': '{count} cells changed',
  'difference.field': 'Column',
  'difference.before': 'Before',
  'difference.after': 'After',
};
