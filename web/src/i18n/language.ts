import { createSignal, useSignal } from '../hooks/signal.js';
import { en } from './en.js';
import { th } from './th.js';

export type Language = 'th' | 'en';
export type TextKey = keyof typeof th;
export type Variables = Readonly<Record<string, string | number>>;

const catalogues = { th, en } as const;
const remembered = localStorage.getItem('language');
const language = createSignal<Language>(remembered === 'en' ? 'en' : 'th');

export const currentLanguage = (): Language => language.get();

export const switchLanguage = (to: Language): void => {
  localStorage.setItem('language', to);
  document.documentElement.lang = to;
  language.set(to);
};
document.documentElement.lang = language.get();

export const isTextKey = (key: string): key is TextKey => Object.hasOwn(th, key);

const filledIn = (text: string, variables: Variables): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in variables ? String(variables[name]) : whole));

export const worded = (key: TextKey, variables: Variables = {}): string =>
  filledIn(catalogues[language.get()][key], variables);

/** The texts in the person's language; a component that uses it renders again after a switch. */
export const useTexts = (): typeof worded => {
  useSignal(language);
  return worded;
};

/** The same for texts of one room, which are loaded with it: what every page loads stays small. */
export const textsOf = <Key extends string>(
  room: Readonly<Record<Language, Readonly<Record<Key, string>>>>,
) => {
  const wordedHere = (key: Key, variables: Variables = {}): string =>
    filledIn(room[language.get()][key], variables);
  return (): typeof wordedHere => {
    useSignal(language);
    return wordedHere;
  };
};

export const useLanguage = (): Language => useSignal(language);

/** A name of an office or a place, as the API gives it. The English one is empty if none is recorded. */
export interface Named {
  readonly name: string;
  readonly nameEn: string;
}

/** The name in the person's language, or the Thai one if there is no English one. */
export const nameOf = ({ name, nameEn }: Named): string =>
  language.get() === 'en' && nameEn !== '' ? nameEn : name;

/** A title of the questionnaire in the person's language. */
export const titleOf = (item: { readonly titleTh: string | null; readonly titleEn: string }): string =>
  language.get() === 'en' ? item.titleEn : (item.titleTh ?? '');

const number = new Intl.NumberFormat('en-US');
export const formatCount = (count: number): string => number.format(count);
