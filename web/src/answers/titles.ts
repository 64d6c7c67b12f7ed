/** A title without what a reader does not see: capitals, invisible characters, and how many spaces there are. */
export const comparable = (title: string): string =>
  title
    .normalize('NFC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
