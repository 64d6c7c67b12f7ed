import { answerFields, contentOf, type AnswerField } from '../questionnaire/answer.js';
import type { Aspect, Questionnaire } from '../questionnaire/questionnaire.js';
import type { AspectView, FormView, RowView } from '../form/form-view.js';
import {
  aspectCode,
  questionCode,
  columnQuestions,
  FIRST_ANSWER,
  lineQuestions,
  MARK,
  newRowLine,
  questionLine,
  rowLine,
  TITLE,
  yesNoWords,
  type Question,
} from './codes.js';

/** How a cell looks, and whether it takes an answer. */
export type CellStyle =
  | 'code'
  | 'aspect'
  | 'head'
  | 'group'
  | 'number'
  | 'title'
  | 'not-asked'
  | 'word'
  | 'mark'
  | 'text'
  | 'count'
  | 'new-title';

/** Undefined: nothing in it. */
export interface LayoutCell {
  readonly style: CellStyle;
  readonly value?: string | number | undefined;
  /** What may be answered here. Excel and LibreOffice offer it. */
  readonly question?: Question;
}

export interface LayoutSheet {
  readonly title: string;
  /** The first is of codes, and hidden, as is the first column. */
  readonly lines: readonly (readonly LayoutCell[])[];
  /** Lines of heads, with the codes. They stay in view. */
  readonly heads: number;
  /** Widths of the columns, in letters. */
  readonly widths: readonly number[];
  readonly merged: readonly { readonly line: number; readonly from: number; readonly to: number }[];
}

/** Columns before the answers: the id, the number, the title. */
const BEFORE = 3;
const EMPTY_LINES_OF_A_GROUP = 3;
const EMPTY_LINES_OF_AN_ASPECT = 10;

const fieldTitles: Readonly<Record<AnswerField, string>> = {
  hasEService: 'การดำเนินงานในรูปแบบ e-Service (มี/ไม่มี)',
  isNeeded: 'หากไม่มี จำเป็นต้องดำเนินการหรือไม่',
  choices: 'รายการที่เปิดให้บริการ',
  otherChoices: 'ระบุรายการอื่น ๆ (คั่นด้วยเครื่องหมายจุลภาค)',
  steps: 'ขั้นตอนการให้บริการในรูปแบบ e-Service (เลือกได้มากกว่า 1)',
  channels: 'ช่องทางการให้บริการ e-Service (เลือกได้มากกว่า 1)',
  otherChannel: 'ระบุช่องทางอื่น ๆ',
  yearlyUsers: 'จำนวนประชาชนที่เข้าใช้บริการในปีงบประมาณ (คน)',
};

export const questionTitle = ({ field, choice }: Question): string => choice?.titleTh ?? fieldTitles[field];

export const sheetTitle = ({ number }: Pick<Aspect, 'number'>): string => `ด้านที่ ${number}`;

/** The sheet of one aspect, with the answers that the form has. */
export const aspectSheet = (questionnaire: Questionnaire, form: FormView, aspect: Aspect): LayoutSheet => {
  const questions = columnQuestions(questionnaire);
  const rows = form.aspects.find(({ id }) => id === aspect.id)?.rows ?? [];
  const heads = headLines(aspect, questions);
  const lines = [...heads.lines, ...groupLines(questionnaire, aspect, rows, questions)];
  const last = BEFORE + questions.length - 1;
  return {
    title: sheetTitle(aspect),
    lines,
    heads: heads.lines.length,
    widths: [4, 5, 52, ...questions.map(widthOf)],
    merged: [
      ...heads.merged,
      ...lines.flatMap((cells, line) => (takesLongText(cells) ? [{ line, from: BEFORE, to: last }] : [])),
    ],
  };
};

const widthOf = ({ field, choice }: Question): number => {
  if (choice) return 13;
  return answerFields[field].kind === 'text' ? 22 : 15;
};

/** The line of a text that belongs to a row alone has nothing else to answer. */
const takesLongText = (cells: readonly LayoutCell[]): boolean => {
  const asked = cells[BEFORE]?.question;
  return asked !== undefined && answerFields[asked.field].kind === 'texts';
};

const headLines = (aspect: Aspect, questions: readonly Question[]): Pick<LayoutSheet, 'lines' | 'merged'> => {
  const codes = questions.map((question): LayoutCell => ({ style: 'code', value: questionCode(question) }));
  const head = (value: string | undefined): LayoutCell => ({ style: 'head', value });
  const fields = questions.map(({ field }, index) =>
    head(questions[index - 1]?.field === field ? undefined : fieldTitles[field]),
  );
  const choices = questions.map(({ choice }) => head(choice?.titleTh));
  const code = (value?: string): LayoutCell => ({ style: 'code', value });
  const lines: LayoutSheet['lines'] = [
    [code(aspectCode(aspect.id)), code(), code(TITLE), ...codes],
    [code(), { style: 'aspect', value: `ด้านที่ ${aspect.number} ${aspect.titleTh}` }],
    [code(), head('ที่'), head('ประเภทงานบริการ/รายละเอียดกระบวนการงาน'), ...fields],
    [code(), head(undefined), head(undefined), ...choices],
  ];
  const spans = [...Map.groupBy(questions.entries(), ([, { field }]) => field).values()]
    .filter((columns) => columns.length > 1)
    .map((columns) => ({ line: 2, from: BEFORE + columns[0]![0], to: BEFORE + columns.at(-1)![0] }));
  return { lines, merged: spans };
};

const groupLines = (
  questionnaire: Questionnaire,
  aspect: Aspect,
  rows: AspectView['rows'],
  questions: readonly Question[],
): LayoutSheet['lines'] => {
  let number = 0;
  const empty = aspect.addRow === 'per-group' ? EMPTY_LINES_OF_A_GROUP : EMPTY_LINES_OF_AN_ASPECT;
  return aspect.groups.flatMap((group) => [
    ...(group.titleTh === null ? [] : [groupLine(group.titleTh, questions)]),
    ...rows
      .filter(({ groupId }) => groupId === group.id)
      .flatMap((row) => {
        number += 1;
        return [
          answerLine(rowLine(row.id), { style: 'title', value: row.title }, { number, questions, row }),
          ...lineQuestions(questionnaire, row).map((question) => furtherLine(row, question, questions)),
        ];
      }),
    ...Array.from({ length: empty }, () =>
      answerLine(newRowLine(group.id), { style: 'new-title' }, { number: '+', questions }),
    ),
  ]);
};

const groupLine = (title: string, questions: readonly Question[]): readonly LayoutCell[] => [
  { style: 'code' },
  { style: 'group' },
  { style: 'group', value: title },
  ...questions.map((): LayoutCell => ({ style: 'group' })),
];

interface Answered {
  readonly number: number | string;
  readonly questions: readonly Question[];
  readonly row?: RowView;
}

const answerLine = (
  id: string,
  title: LayoutCell,
  { number, questions, row }: Answered,
): readonly LayoutCell[] => [
  { style: 'code', value: id },
  { style: 'number', value: number },
  title,
  ...questions.map((question) => answerCell(question, row)),
];

const furtherLine = (
  row: RowView,
  question: Question,
  questions: readonly Question[],
): readonly LayoutCell[] => [
  { style: 'code', value: questionLine(row.id, question) },
  { style: 'number' },
  { style: 'title', value: `– ${questionTitle(question)}` },
  ...questions.map(({ field }): LayoutCell =>
    field === FIRST_ANSWER ? answerCell(question, row) : { style: 'not-asked' },
  ),
];

const answerCell = (question: Question, row: RowView | undefined): LayoutCell => {
  const { field, choice } = question;
  const content = contentOf(row?.answer, field);
  switch (answerFields[field].kind) {
    case 'yes-no':
      return { style: 'word', question, value: wordOf(field, content) };
    case 'choices':
      return { style: 'mark', question, value: marked(content, choice?.id) ? MARK : undefined };
    case 'texts':
      return { style: 'text', question, value: Array.isArray(content) ? content.join(', ') : undefined };
    case 'text':
      return { style: 'text', question, value: typeof content === 'string' ? content : undefined };
    case 'count':
      return { style: 'count', question, value: typeof content === 'number' ? content : undefined };
  }
};

const wordOf = (field: AnswerField, content: unknown): string | undefined => {
  if (typeof content !== 'boolean' || (field !== 'hasEService' && field !== 'isNeeded')) return undefined;
  const { yes, no } = yesNoWords[field];
  return content ? yes : no;
};

const marked = (content: unknown, id: string | undefined): boolean =>
  id !== undefined && Array.isArray(content) && content.includes(id);
