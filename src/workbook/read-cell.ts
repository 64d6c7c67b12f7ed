import type { SheetCell } from '../spreadsheet/read-workbook.js';
import { answerFields, type AnswerField } from '../questionnaire/answer.js';
import type { CellFaultCode } from './cell-faults.js';
import { isMark, yesNoWords, type Question } from './codes.js';

/** What a cell says: a yes-no answer, whether a choice is made, a text or a number as typed. Undefined if it is empty. */
export type CellContent = boolean | string | number | undefined;
export type CellReading =
  { readonly content: CellContent; readonly fault?: undefined } | { readonly fault: CellFaultCode };

export const readCell = ({ field }: Question, cell: SheetCell | undefined): CellReading => {
  if (!cell) return { content: undefined };
  const { kind, text } = cell;
  switch (kind) {
    case 'formula':
      return { fault: 'formula-without-value' };
    case 'error':
      return { fault: 'formula-error' };
    case 'date':
      return { fault: 'date' };
    case 'text':
    case 'number':
    case 'yes-no':
      return readers[answerFields[field].kind](kind, text.trim(), field);
  }
};

type Reader = (kind: 'text' | 'number' | 'yes-no', text: string, field: AnswerField) => CellReading;

const text: Reader = (kind, content) =>
  kind === 'yes-no'
    ? { fault: 'text-not-a-string' }
    : { content: kind === 'number' ? String(Number(content)) : content };

const readers: { readonly [kind in (typeof answerFields)[AnswerField]['kind']]: Reader } = {
  'yes-no': (_, word, field) => {
    if (field !== 'hasEService' && field !== 'isNeeded') return { fault: 'not-a-word' };
    const { yes, no } = yesNoWords[field];
    return word === yes || word === no ? { content: word === yes } : { fault: 'not-a-word' };
  },
  // Excel shows TRUE and FALSE for the ticks of its own boxes.
  choices: (kind, mark) => {
    if (kind === 'yes-no') return { content: mark === '1' };
    return isMark(mark) ? { content: true } : { fault: 'not-a-mark' };
  },
  text,
  texts: text,
  count: (kind, count) => {
    if (kind === 'yes-no') return { fault: 'not-a-count' };
    return { content: kind === 'number' ? Number(count) : count };
  },
};
