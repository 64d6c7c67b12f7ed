import { formatCount, titleOf } from '../i18n/language.js';
import type { Answer } from '../../../src/questionnaire/answer.js';
import type { Aspect, Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { rowTitles } from '../answers/answer-text.js';
import type { FormRow, Outlier, SurveyForm } from '../api/types.js';
import { worded } from './texts.js';

/** One row of the survey, in short. */
export interface ReviewRow {
  readonly row: FormRow;
  readonly title: string;
  readonly short: string;
  /** It changed since the officer's last sitting or since the certification before. */
  readonly changed: boolean;
  readonly outlier: Outlier | undefined;
}

export interface ReviewAspect {
  readonly aspect: Aspect;
  readonly rows: readonly ReviewRow[];
}

export const reviewAspects = (
  form: SurveyForm,
  questionnaire: Questionnaire,
  marks: { readonly changed: ReadonlySet<string>; readonly outliers: readonly Outlier[] },
): readonly ReviewAspect[] => {
  const titles = rowTitles(questionnaire);
  const outliers = new Map(marks.outliers.map((outlier) => [outlier.rowId, outlier]));
  return questionnaire.aspects.map((aspect) => ({
    aspect,
    rows: (form.aspects.find(({ id }) => id === aspect.id)?.rows ?? []).map((row) => ({
      row,
      title: titles.get(row.id) ?? row.title,
      short: shortAnswer(row.answer, questionnaire),
      changed: marks.changed.has(row.id),
      outlier: outliers.get(row.id),
    })),
  }));
};

/** `มี 1,2,5 · 2 ช่องทาง · 1,234`: steps by number, channels by count, so that a row is one line. */
const shortAnswer = (answer: Answer | null, questionnaire: Questionnaire): string => {
  if (!answer) return worded('conflict.empty');
  const { hasEService, isNeeded, steps, channels, choices, yearlyUsers } = answer;
  if (!hasEService) {
    return [
      worded('col.has.no'),
      isNeeded !== undefined && worded(isNeeded ? 'col.needed.yes' : 'col.needed.no'),
    ]
      .filter(Boolean)
      .join(' · ');
  }
  const numbers = questionnaire.processSteps
    .filter(({ id }) => steps?.includes(id))
    .map(({ number }) => number);
  const only = channels?.length === 1 && questionnaire.channels.find(({ id }) => id === channels[0]);
  return [
    [worded('col.has.yes'), numbers.join(',')].filter(Boolean).join(' '),
    choices && worded('review.choices', { count: choices.length }),
    only ? titleOf(only) : channels && worded('review.channels', { count: channels.length }),
    yearlyUsers !== undefined && formatCount(yearlyUsers),
  ]
    .filter(Boolean)
    .join(' · ');
};
