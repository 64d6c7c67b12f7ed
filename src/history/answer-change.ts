import type { Answer, AnswerField } from '../questionnaire/answer.js';

/** One field whose content is not what it was; null is empty. */
export interface FieldChange {
  readonly field: AnswerField | 'closesAt';
  readonly before: Answer[AnswerField] | null;
  readonly after: Answer[AnswerField] | null;
}

/** In the order of the form's columns. */
const fields: readonly AnswerField[] = [
  'hasEService',
  'isNeeded',
  'steps',
  'channels',
  'otherChannel',
  'yearlyUsers',
  'choices',
  'otherChoices',
];

/** What a recorded answer changed, field by field; a cleared or missing answer is null. */
export const answerChanges = (before: Answer | null, after: Answer | null): readonly FieldChange[] =>
  fields.flatMap((field) => {
    const [old, now] = [before?.[field] ?? null, after?.[field] ?? null];
    return JSON.stringify(old) === JSON.stringify(now) ? [] : [{ field, before: old, after: now }];
  });
