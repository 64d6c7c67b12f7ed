import { parseCount } from '../basics/count.js';
import { keptText, listProblem, tidied, type TextProblem } from '../basics/text.js';
import {
  answerFields,
  appliesTo,
  fieldNames,
  isAsked,
  type Answer,
  type AnswerField,
  type FieldContent,
  type FieldDescription,
  type RowQuestions,
} from './answer-fields.js';

export * from './answer-fields.js';

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

/** Which fields a complete answer still lacks, in the order of the columns. Nothing is missing from a complete one. */
export const missingFields = (
  questions: RowQuestions,
  answer: Answer | null | undefined,
): readonly AnswerField[] => {
  const given: Partial<Answer> = answer ?? {};
  return fieldNames.filter(
    (field) => isAsked(questions, field) && appliesTo(given, field) && isEmpty(given[field]),
  );
};

export const rowState = (questions: RowQuestions, answer: Answer | null | undefined): RowState => {
  if (!answer) return 'unanswered';
  return missingFields(questions, answer).length === 0 ? 'complete' : 'incomplete';
};

/** One field whose content is not what it was; null is empty. */
export interface AnswerChange {
  readonly field: AnswerField;
  readonly before: FieldContent | null;
  readonly after: FieldContent | null;
}

export const contentOf = (answer: Answer | null | undefined, field: AnswerField): FieldContent | null =>
  answer?.[field] ?? null;

/** Lists are the same in the same order: `readAnswer` leaves them in the questionnaire's. */
export const sameContent = (a: FieldContent | null, b: FieldContent | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** What differs, field by field, in the order of the columns. */
export const answerChanges = (
  before: Answer | null | undefined,
  after: Answer | null | undefined,
): readonly AnswerChange[] =>
  fieldNames
    .map((field) => ({ field, before: contentOf(before, field), after: contentOf(after, field) }))
    .filter((change) => !sameContent(change.before, change.after));

export const sameAnswer = (a: Answer | null | undefined, b: Answer | null | undefined): boolean =>
  a && b ? answerChanges(a, b).length === 0 : a === b;

export type AnswerReading =
  | { readonly answer: Answer | null; readonly violations: readonly [] }
  | { readonly answer?: never; readonly violations: readonly AnswerViolation[] };

/**
 * Reads an answer as typed or sent: `null`, absent or without มี/ไม่มี is unanswered; lists lose repetitions and take the
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
  const reportOf =
    (field: AnswerViolation['field']): Report =>
    (code, value) => {
      violations.push({ field, code, ...(value === undefined ? {} : { value: shown(value) }) });
      return undefined;
    };
  for (const key of Object.keys(input)) {
    if (!Object.hasOwn(answerFields, key)) reportOf('answer')('unknown-field', key);
  }
  const read: { [Field in AnswerField]?: FieldContent | undefined } = {};
  for (const field of fieldNames) {
    const report = reportOf(field);
    if (isAsked(questions, field)) {
      read[field] = readContent(answerFields[field], { questions, value: input[field], report });
    } else if (!isNothing(input[field])) {
      // A row that does not ask has nothing to answer: sending something is a mistake of the sender, not something to drop.
      report('unknown-field');
    }
  }
  if (violations.length > 0) return { violations };
  if (read.hasEService === undefined) return { answer: null, violations: [] };
  return { answer: applicable(read as Answer), violations: [] };
};

type Report = (code: AnswerViolation['code'], value?: unknown) => undefined;
interface Sent {
  readonly questions: RowQuestions;
  readonly value: unknown;
  readonly report: Report;
}

/** Undefined for an empty field, and for what was reported. */
const readContent = (description: FieldDescription, sent: Sent): FieldContent | undefined => {
  switch (description.kind) {
    case 'yes-no':
      return readFlag(sent);
    case 'choices':
      return readChoices(sent.questions[description.offers] ?? [], sent);
    case 'text':
      return readText(description.maxLength, sent);
    case 'texts':
      return readTexts(description, sent);
    case 'count':
      return readCount(sent);
  }
};

const readFlag = ({ value, report }: Sent) => {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'boolean' ? value : report('not-a-boolean', value);
};

const readChoices = (offered: readonly { readonly id: string }[], { value, report }: Sent) => {
  if (value === null || value === undefined) return undefined;
  if (!Array.isArray(value)) return report('not-a-list', value);
  const ids = offered.map(({ id }) => id);
  for (const chosen of value) if (!ids.includes(chosen as string)) report('unknown-choice', chosen);
  const chosen = ids.filter((id) => value.includes(id));
  return chosen.length > 0 ? chosen : undefined;
};

const readText = (maxLength: number, { value, report }: Sent) => {
  if (value === null || value === undefined || value === '') return undefined;
  const { text, problem } = keptText(value, maxLength);
  return problem ? report(problem) : text;
};

const readTexts = (
  { maxItems, maxLength }: { readonly maxItems: number; readonly maxLength: number },
  { value, report }: Sent,
) => {
  if (value === null || value === undefined) return undefined;
  if (!Array.isArray(value)) return report('not-a-list', value);
  const texts = value.flatMap(separated).map(tidiedIfText);
  const problem = listProblem(texts, maxItems, maxLength);
  if (problem) return report(problem);
  const distinct = [...new Set(texts as string[])];
  return distinct.length > 0 ? distinct : undefined;
};

/** Separates several texts in one box of the form. No text of a list may contain it, or the box would show two texts for one. */
export const TEXTS_SEPARATOR = ',';

const separated = (value: unknown): readonly unknown[] =>
  typeof value === 'string' && value.includes(TEXTS_SEPARATOR)
    ? value.split(TEXTS_SEPARATOR).filter((text) => text.trim() !== '')
    : [value];

const readCount = ({ value, report }: Sent) => {
  const parsed = parseCount(value);
  return parsed.problem ? report(parsed.problem, value) : parsed.count;
};

/** A wrong value in a form that its sender recognises. It is JSON, because not every JSON value can become a string. */
const shown = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 100).toWellFormed();

/** Runs before the checks, because composing can make a text longer. */
const tidiedIfText = (value: unknown): unknown => (typeof value === 'string' ? tidied(value) : value);

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

const isEmpty = (content: FieldContent | undefined): boolean => isNothing(content) || content === '';

/** Keeps only what the chosen branch asks: มี clears จำเป็น/ไม่จำเป็น, ไม่มี clears the rest; a text without its "other" goes too. */
const applicable = (answer: Answer): Answer =>
  Object.fromEntries(
    fieldNames
      .filter((field) => answer[field] !== undefined && appliesTo(answer, field))
      .map((field) => [field, answer[field]]),
  ) as Answer;
