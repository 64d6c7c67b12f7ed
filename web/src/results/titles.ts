import { rowsOf, type Questionnaire, type StandardRow } from '../../../src/questionnaire/questionnaire.js';
import { titleOf } from '../i18n/language.js';

/** The standard rows of a questionnaire by id. */
export const rowsById = (questionnaire: Questionnaire): ReadonlyMap<string, StandardRow> =>
  new Map(questionnaire.aspects.flatMap(rowsOf).map((row) => [row.id, row]));

/** The title in the person's language; a row of an older version keeps the title that the server gives. */
export const rowTitle = (
  rows: ReadonlyMap<string, StandardRow>,
  { rowId, title }: { readonly rowId: string; readonly title: string },
): string => {
  const row = rows.get(rowId);
  return row ? titleOf(row) : title;
};
