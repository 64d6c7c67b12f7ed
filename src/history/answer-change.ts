import type { AnswerChange } from '../questionnaire/answer.js';

/** What one event changed: a field of an answer, or the closing time of the campaign. */
export type FieldChange =
  | AnswerChange
  | { readonly field: 'closesAt'; readonly before: string | null; readonly after: string | null };
