import {
  missingFields,
  questionsOf,
  rowState,
  type AnswerField,
  type RowState,
} from '../questionnaire/answer.js';
import type { Aspect, Questionnaire, StandardRow } from '../questionnaire/questionnaire.js';
import type { Answer } from '../questionnaire/answer.js';
import type { AddedRow } from './survey.js';

/** A row of one LAO's form: the questionnaire's own, or one that the LAO added. */
export interface FormRow {
  readonly id: string;
  readonly groupId: string;
  readonly title: string;
  readonly standard: boolean;
  readonly kind: StandardRow['kind'];
  readonly choices?: StandardRow['choices'];
}

/** The input of the completeness rules. A state folded from the log and a stored document both have it. */
export interface FormContent {
  readonly answers: { get(rowId: string): Answer | undefined };
  readonly addedRows: Iterable<readonly [string, AddedRow]>;
  readonly savedAspects: { has(aspectId: string): boolean };
}

/** The rows of an aspect in form order: each group's standard rows, then those the LAO added to it, oldest first. */
export const formRows = (aspect: Aspect, addedRows: FormContent['addedRows']): readonly FormRow[] => {
  const added = [...addedRows].filter(([, row]) => row.aspectId === aspect.id);
  return aspect.groups.flatMap((group) => [
    ...group.rows.map((row) => ({
      id: row.id,
      groupId: group.id,
      title: row.titleTh,
      standard: true,
      kind: row.kind,
      ...(row.choices ? { choices: row.choices } : {}),
    })),
    ...added
      .filter(([, row]) => row.groupId === group.id)
      .map(([id, row]) => ({
        id,
        groupId: group.id,
        title: row.title,
        standard: false,
        kind: 'service' as const,
      })),
  ]);
};

export type AspectState = 'not-started' | 'incomplete' | 'complete';

/** Complete: saved, and every row complete. An aspect without rows is complete once it is saved. */
export const aspectState = (saved: boolean, rows: readonly RowState[]): AspectState => {
  if (!saved) return rows.every((state) => state === 'unanswered') ? 'not-started' : 'incomplete';
  return rows.every((state) => state === 'complete') ? 'complete' : 'incomplete';
};

/** The states of one aspect and of its rows. */
export const judgeAspect = (questionnaire: Questionnaire, aspect: Aspect, content: FormContent) => {
  const rows = formRows(aspect, content.addedRows).map((row) => {
    const answer = content.answers.get(row.id);
    const questions = questionsOf(questionnaire, row);
    return { ...row, answer, state: rowState(questions, answer), missing: missingFields(questions, answer) };
  });
  const saved = content.savedAspects.has(aspect.id);
  return {
    id: aspect.id,
    saved,
    rows,
    state: aspectState(
      saved,
      rows.map((row) => row.state),
    ),
  };
};

export interface IncompleteAspect {
  readonly aspectId: string;
  readonly state: AspectState;
  readonly saved: boolean;
  readonly rows: readonly {
    readonly rowId: string;
    readonly title: string;
    readonly missing: readonly AnswerField[];
  }[];
}

/** The aspects that still prevent a certification; empty when none does. */
export const incompleteAspects = (
  questionnaire: Questionnaire,
  content: FormContent,
): readonly IncompleteAspect[] =>
  questionnaire.aspects
    .map((aspect) => judgeAspect(questionnaire, aspect, content))
    .filter((aspect) => aspect.state !== 'complete')
    .map(({ id, state, saved, rows }) => ({
      aspectId: id,
      state,
      saved,
      rows: rows
        .filter((row) => row.state !== 'complete')
        .map(({ id: rowId, title, missing }) => ({ rowId, title, missing })),
    }));
