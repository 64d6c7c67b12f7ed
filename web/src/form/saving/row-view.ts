import {
  missingFields,
  questionsOf,
  sameAnswer,
  type Answer,
  type AnswerField,
  type AnswerViolation,
  type RowQuestions,
} from '../../../../src/questionnaire/answer.js';
import type { Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import { draftOf, readDraft, sameDraft, type RowDraft } from '../../answers/draft.js';
import type { FormRow } from '../../api/types.js';
import type { DraftRow } from '../../drafts/record.js';

export type Transfer = 'idle' | 'saving' | 'saved' | 'failed';

/** What one row of the table shows. The object is replaced only when the row changes. */
export interface RowView {
  readonly row: FormRow;
  readonly aspectId: string;
  readonly questions: RowQuestions;
  /** The server's answer that the draft began with. */
  readonly base: Answer | null;
  readonly draft: RowDraft;
  readonly answer: Answer | null;
  readonly dirty: boolean;
  readonly missing: readonly AnswerField[];
  readonly violations: readonly AnswerViolation[];
  readonly transfer: Transfer;
}

/** A row as the server has it. */
export const freshRow = (questionnaire: Questionnaire, aspectId: string, row: FormRow): RowView =>
  judged({
    row,
    aspectId,
    questions: questionsOf(questionnaire, row),
    base: row.answer,
    draft: draftOf(row.answer),
    answer: row.answer,
    dirty: false,
    missing: [],
    violations: [],
    transfer: 'idle',
  });

/** The row, with everything that follows from its draft worked out. */
export const judged = (view: RowView): RowView => {
  const reading = readDraft(view.questions, view.draft);
  const answer = reading.violations.length > 0 ? view.answer : (reading.answer ?? null);
  const dirty =
    reading.violations.length > 0 ||
    !sameAnswer(answer, view.base) ||
    (answer === null && !sameDraft(view.draft, draftOf(null)));
  const missing = missingFields(view.questions, answer);
  return { ...view, answer, dirty, missing, violations: reading.violations };
};

/** What IndexedDB keeps of a row: nothing once the server has it. */
export const draftRowOf = (view: RowView | undefined): DraftRow | null =>
  view?.dirty ? { draft: view.draft, base: view.base } : null;
