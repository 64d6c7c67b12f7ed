import {
  TEXTS_SEPARATOR,
  answerFields,
  appliesTo,
  fieldNames,
  isAsked,
  OTHER,
  readAnswer,
  type Answer,
  type AnswerField,
  type AnswerReading,
  type CellField,
  type FieldContent,
  type FieldKind,
  type FieldOf,
  type KindOf,
  type RowQuestions,
} from '../../../src/questionnaire/answer.js';

/** What a field holds on the screen, by its kind: numbers and lists of texts as they were typed. */
interface Typed {
  readonly choices: readonly string[];
  readonly text: string;
  /** Several in one box, separated by commas. */
  readonly texts: string;
  readonly count: string;
}
type TypedField = FieldOf<keyof Typed>;

/** One row as it is on the screen. */
export type RowDraft = { readonly [Field in TypedField]: Typed[KindOf<Field>] } & {
  readonly [Field in FieldOf<'yes-no'>]?: boolean | undefined;
};

/** In the order of the table. */
export const cellFields: readonly CellField[] = fieldNames.filter(
  (field): field is CellField => answerFields[field].otherOf === undefined,
);
export const cellOf = (field: AnswerField): CellField =>
  cellFields.find((cell) => fieldsIn(cell).includes(field))!;
/** A cell holds its field, and the text of its "other". */
export const fieldsIn = (cell: CellField): readonly AnswerField[] =>
  fieldNames.filter((field) => field === cell || answerFields[field].otherOf === cell);

type Content = RowDraft[AnswerField];

/** A draft of these contents, each of the type of its field. */
export const draftWith = (contentOf: (field: AnswerField) => Content): RowDraft =>
  Object.fromEntries(fieldNames.map((field) => [field, contentOf(field)])) as RowDraft;

const blanks: { readonly [Kind in FieldKind]: Content } = {
  'yes-no': undefined,
  choices: [],
  text: '',
  texts: '',
  count: '',
};
const blank = draftWith((field) => blanks[answerFields[field].kind]);

const typed = (kind: FieldKind, content: FieldContent | undefined): Content => {
  if (content === undefined) return blanks[kind];
  if (typeof content === 'number') return content.toLocaleString('en-US');
  return kind === 'texts' && typeof content === 'object' ? content.join(`${TEXTS_SEPARATOR} `) : content;
};

export const draftOf = (answer: Answer | null): RowDraft =>
  draftWith((field) => typed(answerFields[field].kind, answer?.[field]));

/** What would be sent, read by the rules of the server, so that both refuse the same. */
export const readDraft = (questions: RowQuestions, draft: RowDraft): AnswerReading =>
  readAnswer(
    questions,
    Object.fromEntries(
      fieldNames
        .filter((field) => isAsked(questions, field))
        .map((field) => [field, sent(answerFields[field].kind, draft[field])]),
    ),
  );

const sent = (kind: FieldKind, content: Content): Content => {
  if (typeof content !== 'string') return content;
  if (kind === 'texts') return content.split(TEXTS_SEPARATOR).filter((text) => text.trim() !== '');
  return content.trim() === '' ? undefined : content;
};

/** Whether the row asks for the field, by what it says already. */
export const isOn = ({ hasEService }: RowDraft, field: CellField): boolean =>
  appliesTo(hasEService === undefined ? {} : { hasEService }, field);

/** Whether the field can be answered: the row asks for it, or has not said มี or ไม่มี yet. */
export const isOffered = (draft: RowDraft, field: CellField): boolean =>
  draft.hasEService === undefined || isOn(draft, field);

/** The draft after a cell was answered. In a row that has not said มี or ไม่มี yet, the answer says it. */
export const answered = <Field extends CellField>(
  draft: RowDraft,
  field: Field,
  content: RowDraft[Field],
): RowDraft => {
  const { branch } = answerFields[field];
  const asked = draft.hasEService === undefined && branch !== undefined ? answerHas(draft, branch) : draft;
  return { ...asked, [field]: content };
};

/** The answer to มี/ไม่มี decides what the other cells ask; what no longer applies is cleared. */
export const answerHas = (draft: RowDraft, hasEService: boolean): RowDraft => ({
  ...draftWith((field) => (answerFields[field].branch === hasEService ? draft[field] : blank[field])),
  hasEService,
});

export const clearsAnswers = (before: RowDraft, after: RowDraft): boolean =>
  before.hasEService !== undefined &&
  before.hasEService !== after.hasEService &&
  cellFields.some((field) => field !== 'hasEService' && !sameCell(before, blank, field));

export const toggled = (list: readonly string[], id: string): readonly string[] =>
  list.includes(id) ? list.filter((item) => item !== id) : [...list, id];

/** The content of one cell of `from`, put into `to`. */
export const withCell = (to: RowDraft, from: RowDraft, field: CellField): RowDraft => {
  const fields = fieldsIn(field);
  return draftWith((each) => (fields.includes(each) ? from[each] : to[each]));
};

/** The same for a cell that may not apply in `to`: it makes the row a มี or ไม่มี row first. */
export const copyCell = (from: RowDraft, to: RowDraft, field: CellField): RowDraft => {
  const has = field === 'hasEService' ? from.hasEService : answerFields[field].branch;
  if (has === undefined || has !== from.hasEService) return to;
  return withCell(answerHas(to, has), from, field);
};

/** Everything but what only rows with choices of their own ask. */
export const copyRow = (from: RowDraft, to: RowDraft): RowDraft => {
  const own = from.hasEService ? to : blank;
  return draftWith((field) => (isAsked({ steps: [], channels: [] }, field) ? from[field] : own[field]));
};

/** `next` with the counts of `own`. Undefined if `next` does not ask for a count that `own` has. */
export const withOwnCounts = (own: RowDraft, next: RowDraft): RowDraft | undefined => {
  const counts = cellFields.filter((field) => answerFields[field].kind === 'count' && own[field] !== '');
  if (counts.some((field) => !isOn(next, field))) return undefined;
  return draftWith((field) => (answerFields[field].kind === 'count' ? own[field] : next[field]));
};

/** Same content in a cell, as far as the person can see. */
export const sameCell = (a: RowDraft, b: RowDraft, field: CellField): boolean =>
  fieldsIn(field)
    .filter((each) => each === field || asksOther(a[field]))
    .every((each) => same(a[each], b[each]));

const asksOther = (content: Content): boolean => typeof content === 'object' && content.includes(OTHER);

const same = (a: Content, b: Content): boolean => {
  if (typeof a === 'string' && typeof b === 'string') return a.trim() === b.trim();
  return typeof a === 'object' && typeof b === 'object' ? sameSet(a, b) : a === b;
};

export const sameDraft = (a: RowDraft, b: RowDraft): boolean =>
  cellFields.every((field) => sameCell(a, b, field));

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((item) => b.includes(item));
