import {
  answerFields,
  fieldNames,
  isAsked,
  type AnswerField,
  type RowQuestions,
} from '../questionnaire/answer.js';
import { questionsOf } from '../questionnaire/answer.js';
import type { Questionnaire, Titled } from '../questionnaire/questionnaire.js';

/**
 * The codes in the hidden column and the hidden row of each sheet. They say what a cell answers, so it is found after lines or columns
 * were moved.
 */

/** The first column of a sheet holds the ids of its lines, the first row the codes of its columns. */
export const IDS = 'A';
export const CODES = 1;
export const TITLE = 'title';
/** The hidden sheet says whose form it is. */
export const FORM_FORMAT = 'eservice-survey-form';
export const FORM_FORMAT_VERSION = '1';

/** What one cell answers: a field, or whether one of its choices is made. */
export interface Question {
  readonly field: AnswerField;
  readonly choice?: Titled;
}

const questionsIn = (questions: RowQuestions<Titled>, field: AnswerField): readonly Question[] => {
  const description = answerFields[field];
  if (description.kind !== 'choices') return [{ field }];
  return (questions[description.offers] ?? []).map((choice) => ({ field, choice }));
};

export const questionCode = ({ field, choice }: Question): string =>
  choice ? `${field}:${choice.id}` : field;

/** What every row asks, in the order of the columns. */
export const columnQuestions = (questionnaire: Questionnaire): readonly Question[] => {
  const questions = questionsOf(questionnaire, {});
  return fieldNames
    .filter((field) => isAsked(questions, field))
    .flatMap((field) => questionsIn(questions, field));
};

/** What a row asks beside that, each on a line of its own. */
export const lineQuestions = (
  questionnaire: Questionnaire,
  row: { readonly choices?: readonly Titled[] | undefined },
): readonly Question[] => {
  const every = questionsOf(questionnaire, {});
  const own = questionsOf(questionnaire, row);
  return fieldNames
    .filter((field) => isAsked(own, field) && !isAsked(every, field))
    .flatMap((field) => questionsIn(own, field));
};

/** The id of a line: of a row, of one further question of a row, or of an empty line for a new row of a group. */
export const rowLine = (rowId: string): string => rowId;
export const questionLine = (rowId: string, question: Question): string =>
  `${rowId}/${questionCode(question)}`;
export const newRowLine = (groupId: string): string => `+${groupId}`;

export type LineId =
  | { readonly is: 'row'; readonly rowId: string }
  | { readonly is: 'question'; readonly rowId: string; readonly code: string }
  | { readonly is: 'new'; readonly groupId: string };

export const parseLine = (id: string): LineId => {
  if (id.startsWith('+')) return { is: 'new', groupId: id.slice(1) };
  const slash = id.indexOf('/');
  if (slash === -1) return { is: 'row', rowId: id };
  return { is: 'question', rowId: id.slice(0, slash), code: id.slice(slash + 1) };
};

/** On the line of a further question, it is answered in the first column of answers. */
export const FIRST_ANSWER: AnswerField = 'hasEService';

const ASPECT = 'aspect ';
/** In the corner of a sheet. */
export const aspectCode = (aspectId: string): string => `${ASPECT}${aspectId}`;
export const aspectIn = (code: string): string | undefined =>
  code.startsWith(ASPECT) ? code.slice(ASPECT.length) : undefined;

/** What the hidden sheet says. */
export interface FormIdentity {
  readonly fiscalYear: number;
  readonly laoCode: string;
  readonly questionnaireVersion: string;
  /** Revision of the survey that the answers in the file are of. */
  readonly revision: string;
}

/** The words in the cells of yes-no fields. */
export const yesNoWords: Readonly<
  Record<'hasEService' | 'isNeeded', { readonly yes: string; readonly no: string }>
> = {
  hasEService: { yes: 'มี', no: 'ไม่มี' },
  isNeeded: { yes: 'จำเป็น', no: 'ไม่จำเป็น' },
};

/** In the cell of a choice that is made. */
export const MARK = '✓';
/** What people type instead. */
const MARKS = new Set(['✓', '✔', '√', 'x', '/', '1', 'true']);
export const isMark = (text: string): boolean => MARKS.has(text.trim().toLowerCase());
