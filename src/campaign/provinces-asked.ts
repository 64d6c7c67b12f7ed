import type { Directory } from '../directory/directory.js';

export const allProvinces = ({ provinces }: Directory): readonly string[] =>
  provinces.map(({ code }) => code).sort();

/** Removes duplicates and sorts ascending. @throws Problem `unknown-province`. */
export const namedProvinces = (directory: Directory, codes: readonly string[]): readonly string[] => {
  for (const code of codes) directory.requireProvince(code);
  return [...new Set(codes)].sort();
};
