import type { Answer, AnswerField } from '../../../src/questionnaire/answer.js';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { CellChange, CellValue, FormRow } from '../api/types.js';
import { cellText } from '../answers/answer-text.js';
import { cellOf, draftOf } from '../answers/draft.js';
import { worded } from '../i18n/language.js';

/** What stood in a cell, as the form words it; free texts as they were written. */
export const valueText = (
  questionnaire: Questionnaire,
  { rowId, title }: Pick<CellChange, 'rowId' | 'title'>,
  field: AnswerField,
  value: CellValue,
): string => {
  if (value === null) return worded('conflict.empty');
  if (field === 'otherChannel' || field === 'otherChoices') return [value].flat().join(', ');
  const answer = { hasEService: true, [field]: value } as Answer;
  return cellText(questionnaire, rowOf(questionnaire, rowId, title), draftOf(answer), cellOf(field));
};

/** A row as far as its cells' wording needs it. */
const rowOf = (questionnaire: Questionnaire, id: string, title: string | null): FormRow => {
  const standard = questionnaire.aspects
    .flatMap(({ groups }) => groups.flatMap(({ rows }) => rows))
    .find((row) => row.id === id);
  return {
    id,
    groupId: '',
    title: title ?? '',
    standard: standard !== undefined,
    kind: standard?.kind ?? 'service',
    ...(standard?.choices && { choices: standard.choices }),
    state: 'complete',
    answer: null,
  };
};
