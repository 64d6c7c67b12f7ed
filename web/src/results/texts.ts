import { textsOf } from '../i18n/language.js';
import { en } from './en.js';
import { th } from './th.js';

/** The texts of the results pages. They are loaded with these pages: the form's first load has no room for them. */
export const useResultTexts = textsOf({ th, en });
export type ResultTexts = ReturnType<typeof useResultTexts>;
