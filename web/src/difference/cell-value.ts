import type { Answer, AnswerField } from '../../../src/questionnaire/answer.js';
import type { Choice, Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { CellValue } from '../api/types.js';
import { cellText } from '../answers/answer-text.js';
import { cellOf, draftOf } from '../answers/draft.js';
import { worded } from '../i18n/language.js';

/** A former value of a cell in the words of the form; free texts as they were written. */
export const valueText = (
  questionnaire: Questionnaire,
  rowId: string,
  field: AnswerField,
  value: CellValue,
): string => {
  if (value === null) return worded('conflict.empty');
  if (field === 'otherChannel' || field === 'otherChoices') return [value].flat().join(', ');
  const answer = { hasEService: true, [field]: value } as Answer;
  const row = { choices: choicesOf(questionnaire, rowId) };
  return cellText(questionnaire, row, draftOf(answer), cellOf(field));
};

/** The choices that a row offers; an added row offers none. */
const choicesOf = (questionnaire: Questionnaire, rowId: string): readonly Choice[] =>
  questionnaire.aspects
    .flatMap(({ groups }) => groups.flatMap(({ rows }) => rows))
    .find(({ id }) => id === rowId)?.choices ?? [];
