import type { Choice, Questionnaire } from './questionnaire.js';
import { listProblem, textProblem, type TextProblem } from '../basics/text.js';
import { parseCount } from '../basics/count.js';

/**
 * The answer of one row. What does not apply is absent, never null: a มี answer has no `isNeeded`, a ไม่มี answer nothing but it.
 * It may be incomplete (a clerk saves half-way); it is never contradictory.
 */
export interface Answer {
  readonly hasEService: boolean;
  readonly isNeeded?: boolean;
  readonly steps?: readonly string[];
  readonly channels?: readonly string[];
  readonly otherChannel?: string;
  /** Persons in the fiscal year. */
  readonly yearlyUsers?: number;
  readonly choices?: readonly string[];
  readonly otherChoices?: readonly string[];
}

export type AnswerField = Exclude<keyof Answer, never>;
export type RowState = 'unanswered' | 'incomplete' | 'complete';

/** One thing wrong with an answer as it was sent; `code` is stable, worded in the locale files. */
export interface AnswerViolation {
  readonly field: AnswerField | 'answer';
  readonly code:
    | 'not-an-object'
    | 'unknown-field'
    | 'not-a-boolean'
    | 'not-a-list'
    | 'unknown-choice'
    | 'not-a-count'
    | 'count-negative'
    | 'count-fractional'
    | 'count-too-large'
    | TextProblem;
  readonly value?: string;
}

/** What a row asks, whether it is standard or added: the choices it offers. */
export interface RowQuestions {
  readonly steps: readonly { readonly id: string }[];
  readonly channels: readonly Choice[];
  /** Only multiple-choice rows. */
  readonly choices?: readonly Choice[] | undefined;
}

export const MAX_OTHER_TEXT = 200;
export const MAX_OTHER_CHOICES = 50;

/** The id of the free-text choice, the same in channels and choices. */
export const OTHER = 'other';

export const questionsOf = (
  questionnaire: Questionnaire,
  row: { readonly choices?: readonly Choice[] | undefined },
): RowQuestions => ({
  steps: questionnaire.processSteps,
  channels: questionnaire.channels,
  choices: row.choices,
});

/** Which fields a complete answer still lacks, in the order of the columns. Nothing is missing from a complete one. */
export const missingFields = (
  questions: RowQuestions,
  answer: Answer | null | undefined,
): readonly AnswerField[] => {
  if (!answer) return ['hasEService'];
  if (!answer.hasEService) return answer.isNeeded === undefined ? ['isNeeded'] : [];
  const missing: AnswerField[] = [];
  if (questions.choices && !answer.choices?.length) missing.push('choices');
  if (answer.choices?.includes(OTHER) && !answer.otherChoices?.length) missing.push('otherChoices');
  if (!answer.steps?.length) missing.push('steps');
  if (!answer.channels?.length) missing.push('channels');
  if (answer.channels?.includes(OTHER) && !answer.otherChannel) missing.push('otherChannel');
  if (answer.yearlyUsers === undefined) missing.push('yearlyUsers');
  return missing;
};

export const rowState = (questions: RowQuestions, answer: Answer | null | undefined): RowState => {
  if (!answer) return 'unanswered';
  return missingFields(questions, answer).length === 0 ? 'complete' : 'incomplete';
};

/** Same answer, field by field (lists compared in questionnaire order, as `readAnswer` leaves them). */
export const sameAnswer = (a: Answer | null | undefined, b: Answer | null | undefined): boolean =>
  JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));

const ordered = (answer: Answer | null | undefined): unknown =>
  answer &&
  fields.map((field) => {
    const value = answer[field];
    return value === undefined ? null : value;
  });

const fields = [
  'hasEService',
  'isNeeded',
  'choices',
  'otherChoices',
  'steps',
  'channels',
  'otherChannel',
  'yearlyUsers',
] as const satisfies readonly AnswerField[];

export type AnswerReading =
  | { readonly answer: Answer | null; readonly violations: readonly [] }
  | { readonly answer?: never; readonly violations: readonly AnswerViolation[] };

/**
 * Reads an answer as somebody typed or sent it: `null`, absent or without มี/ไม่มี is unanswered; lists lose repetitions and take the
 * questionnaire's order; counts may be written in Thai digits with separators; texts lose outer spaces; what the other branch asked is
 * cleared (domain rule "exclusive branches"). Wrong values are all reported, none is guessed.
 */
export const readAnswer = (questions: RowQuestions, raw: unknown): AnswerReading => {
  if (raw === null || raw === undefined) return { answer: null, violations: [] };
  if (typeof raw !== 'object' || Array.isArray(raw)) {
    return { violations: [{ field: 'answer', code: 'not-an-object' }] };
  }
  const input = raw as Record<string, unknown>;
  const violations: AnswerViolation[] = [];
  const report = (
    field: AnswerViolation['field'],
    code: AnswerViolation['code'],
    value?: unknown,
  ): undefined => {
    violations.push({ field, code, ...(value === undefined ? {} : { value: shown(value) }) });
  };
  for (const key of Object.keys(input)) {
    if (!(fields as readonly string[]).includes(key)) report('answer', 'unknown-field', key);
  }

  const flag = (field: 'hasEService' | 'isNeeded'): boolean | undefined => {
    const value = input[field];
    if (value === null || value === undefined) return undefined;
    return typeof value === 'boolean' ? value : report(field, 'not-a-boolean', value);
  };
  const pick = (field: 'steps' | 'channels' | 'choices', offered: readonly { readonly id: string }[]) => {
    const value = input[field];
    if (value === null || value === undefined) return undefined;
    if (!Array.isArray(value)) return report(field, 'not-a-list', value);
    const ids = offered.map((choice) => choice.id);
    for (const chosen of value) if (!ids.includes(chosen as string)) report(field, 'unknown-choice', chosen);
    const chosen = ids.filter((id) => value.includes(id));
    return chosen.length > 0 ? chosen : undefined;
  };
  const text = (field: 'otherChannel') => {
    const value = input[field];
    if (value === null || value === undefined || value === '') return undefined;
    const text = tidied(value);
    const problem = textProblem(text, MAX_OTHER_TEXT);
    return problem ? report(field, problem) : (text as string);
  };
  const texts = (field: 'otherChoices') => {
    const value = input[field];
    if (value === null || value === undefined) return undefined;
    if (!Array.isArray(value)) return report(field, 'not-a-list', value);
    const texts = value.map(tidied);
    const problem = listProblem(texts, MAX_OTHER_CHOICES, MAX_OTHER_TEXT);
    if (problem) return report(field, problem);
    const distinct = [...new Set(texts as string[])];
    return distinct.length > 0 ? distinct : undefined;
  };
  const count = (field: 'yearlyUsers') => {
    const parsed = parseCount(input[field]);
    return parsed.problem ? report(field, parsed.problem, input[field]) : parsed.count;
  };

  const read = {
    hasEService: flag('hasEService'),
    isNeeded: flag('isNeeded'),
    choices: questions.choices ? pick('choices', questions.choices) : unasked(input, 'choices', report),
    otherChoices: questions.choices ? texts('otherChoices') : unasked(input, 'otherChoices', report),
    steps: pick('steps', questions.steps),
    channels: pick('channels', questions.channels),
    otherChannel: text('otherChannel'),
    yearlyUsers: count('yearlyUsers'),
  };
  if (violations.length > 0) return { violations };
  if (read.hasEService === undefined) return { answer: null, violations: [] };
  return { answer: applicable({ ...read, hasEService: read.hasEService }), violations: [] };
};

/** A wrong value as its sender would know it again; JSON, since not everything that JSON carries can become a string. */
const shown = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 100).toWellFormed();

/** Before it is judged, since composing can make a text longer. */
const tidied = (value: unknown): unknown =>
  typeof value === 'string' ? value.trim().normalize('NFC') : value;

/** A single-service row has no choices to tick: sending some is a mistake of the sender, not something to drop. */
const unasked = (
  input: Record<string, unknown>,
  field: 'choices' | 'otherChoices',
  report: (field: AnswerField, code: 'unknown-field') => undefined,
): undefined => {
  const value = input[field];
  const empty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  return empty ? undefined : report(field, 'unknown-field');
};

type Fields = { readonly [F in AnswerField]?: Answer[F] | undefined } & { readonly hasEService: boolean };

/** Keeps only what the chosen branch asks: มี clears จำเป็น/ไม่จำเป็น, ไม่มี clears the rest; a text without its "other" goes too. */
export const applicable = (answer: Fields): Answer => {
  if (!answer.hasEService) return compact({ hasEService: false, isNeeded: answer.isNeeded });
  return compact({
    hasEService: true,
    choices: answer.choices,
    otherChoices: answer.choices?.includes(OTHER) ? answer.otherChoices : undefined,
    steps: answer.steps,
    channels: answer.channels,
    otherChannel: answer.channels?.includes(OTHER) ? answer.otherChannel : undefined,
    yearlyUsers: answer.yearlyUsers,
  });
};

const compact = (answer: Fields): Answer =>
  // eslint-disable-next-line no-restricted-syntax -- what is left of the fields is an answer, because `applicable` chose them
  Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined)) as unknown as Answer;
