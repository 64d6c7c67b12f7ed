import { createSignal, useSignal } from '../hooks/signal.js';
import { en } from './en.js';
import { th } from './th.js';

export type Language = 'th' | 'en';
export type TextKey = keyof typeof th;
export type Variables = Readonly<Record<string, string | number>>;

const remembered = localStorage.getItem('language');
const language = createSignal<Language>(remembered === 'en' ? 'en' : 'th');

export const currentLanguage = (): Language => language.get();

export const switchLanguage = (to: Language): void => {
  localStorage.setItem('language', to);
  document.documentElement.lang = to;
  language.set(to);
};
document.documentElement.lang = language.get();

const filledIn = (text: string, variables: Variables): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in variables ? String(variables[name]) : whole));

type Catalogues<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;

const wordedFrom = <Key extends string>(catalogues: Catalogues<Key>) => {
  const worded = (key: Key, variables: Variables = {}): string =>
    filledIn(catalogues[language.get()][key], variables);
  return {
    worded,
    /** The texts in the person's language; a component that uses it renders again after a switch. */
    useTexts: (): typeof worded => {
      useSignal(language);
      return worded;
    },
    isTextKey: (key: string): key is Key => Object.hasOwn(catalogues.th, key),
  };
};

/** The texts of the form, and of more than one room. Every page loads them. */
export const { worded, useTexts } = wordedFrom({ th, en });

/** The same with the texts of one room, which are loaded with it: what every page loads stays small. */
export const textsOf = <Key extends string>(room: Catalogues<Key>) =>
  wordedFrom<Key | TextKey>({ th: { ...th, ...room.th }, en: { ...en, ...room.en } });

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
