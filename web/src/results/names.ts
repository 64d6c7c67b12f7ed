import { currentLanguage } from '../i18n/language.js';
import { laoTypes } from './lao-types.js';
import type { ResultTexts } from './texts.js';

interface Named {
  readonly name: string;
  readonly nameEn?: string | undefined;
}

/** The name of a place or an LAO in the person's language, where it has one there. */
export const nameOf = ({ name, nameEn }: Named): string =>
  currentLanguage() === 'en' && nameEn ? nameEn : name;

/** A type of a later directory is shown by its id. */
export const typeName = (id: string, t: ResultTexts): string => {
  const type = laoTypes.find((each) => each === id);
  return type ? t(`type.${type}`) : id;
};

const regionsEn: Readonly<Record<string, string>> = {
  ภาคกลาง: 'Central',
  ภาคตะวันออก: 'East',
  ภาคตะวันออกเฉียงเหนือ: 'Northeast',
  ภาคเหนือ: 'North',
  ภาคตะวันตก: 'West',
  ภาคใต้: 'South',
};

/** The record names regions in Thai alone. */
export const regionName = (name: string): string => nameOf({ name, nameEn: regionsEn[name] });

/** The name of a group. */
export const groupName = (group: Named & { readonly id: string }, by: string, t: ResultTexts): string => {
  if (by === 'laoType') return typeName(group.id, t);
  return by === 'region' ? regionName(group.name) : nameOf(group);
};
