import { MAX_NOTE } from '../certification/province-decisions.js';
import { keptText } from '../basics/text.js';
import type { ReturnedRow } from '../events/province-events.js';
import type { ObjectionNote } from '../events/survey-events.js';
import type { Survey } from '../form/survey.js';
import { problems } from '../problems/catalogue.js';

/**
 * The notes of a certification after a return. A row that the province named and that did not change since needs a
 * note. If the province named no row, the survey as a whole needs one unless something in it changed.
 * @param returned the rows that the last return named; undefined if there was none.
 * @throws Problem `unknown-objections`, `invalid-note`, `objections-unanswered`.
 */
export const answeredObjections = (
  survey: Survey,
  returned: readonly ReturnedRow[] | undefined,
  notes: readonly ObjectionNote[],
): readonly ObjectionNote[] => {
  const objections = returned && objectionsIn(survey, returned);
  const unknown = notes.filter((note) => !objections?.some(({ rowId }) => rowId === note.rowId));
  if (unknown.length > 0) throw problems.unknownObjections(unknown.map(({ rowId }) => rowId));
  const read = notes.map(({ rowId, note }) => {
    const { text, problem } = keptText(note, MAX_NOTE);
    if (text === undefined) throw problems.invalidNote(rowId ?? '', problem, MAX_NOTE);
    return { rowId, note: text };
  });
  const silent = objections?.filter(
    ({ rowId, corrected }) => !corrected && !read.some((note) => note.rowId === rowId),
  );
  if (silent && silent.length > 0) {
    throw problems.objectionsUnanswered(silent.map(({ rowId }) => rowId));
  }
  return read;
};

const objectionsIn = (survey: Survey, rows: readonly ReturnedRow[]) =>
  rows.length === 0
    ? [{ rowId: null, corrected: survey.corrected.size > 0 }]
    : rows.map(({ rowId }) => ({ rowId, corrected: survey.corrected.has(rowId) }));
