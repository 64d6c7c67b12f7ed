/** The types of LAOs, as the law names them, in list order. */
export const laoTypes = [
  'pao',
  'city-municipality',
  'town-municipality',
  'subdistrict-municipality',
  'sao',
  'special',
] as const;
