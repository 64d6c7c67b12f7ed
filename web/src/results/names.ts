import { nameOf } from '../i18n/language.js';
import { laoTypes } from './lao-types.js';
import type { ResultTexts } from './texts.js';

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
export const regionName = (name: string): string => nameOf({ name, nameEn: regionsEn[name] ?? '' });

interface Group {
  readonly id: string;
  readonly name: string;
  /** Absent where the record has none. */
  readonly nameEn?: string;
}

/** The name of a group. */
export const groupName = (group: Group, by: string, t: ResultTexts): string => {
  if (by === 'laoType') return typeName(group.id, t);
  return by === 'region' ? regionName(group.name) : nameOf({ name: group.name, nameEn: group.nameEn ?? '' });
};
