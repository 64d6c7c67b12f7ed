import { nameOf, useLanguage, type Named } from '../i18n/language.js';

/** A name in the person's language. A Thai one among English is marked, so that a screen reader speaks it as Thai. */
export const PlaceName = ({ of }: { readonly of: Named }) => {
  const language = useLanguage();
  return language === 'en' && of.nameEn === '' ? <span lang="th">{of.name}</span> : nameOf(of);
};
