import {
  answerFields,
  fieldNames,
  OTHER,
  questionsOf,
  type Answer,
  type AnswerField,
  type FieldContent,
  type FieldOf,
  type CellField,
} from '../../../src/questionnaire/answer.js';
import type { Questionnaire, Titled } from '../../../src/questionnaire/questionnaire.js';
import type { FormRow } from '../api/types.js';
import { currentLanguage, formatCount, titleOf, worded } from '../i18n/language.js';
import { cellFields, draftOf, type RowDraft } from './draft.js';
import { yesNoKeys } from './fields.js';

/** What is in one cell, as a line of text: for reading, comparing and printing. */
export const cellText = (
  questionnaire: Questionnaire,
  row: Pick<FormRow, 'choices'>,
  draft: RowDraft,
  field: CellField,
): string => {
  const content = draft[field];
  if (content === undefined || typeof content === 'string') return content ?? '';
  if (typeof content === 'boolean') return yesNoText(field, content);
  const other = otherText(draft, field);
  return listed(questionnaire, row, field)
    .filter(({ id }) => content.includes(id))
    .map((choice) => (choice.id === OTHER && other ? `${titleOf(choice)}: ${other}` : choiceText(choice)))
    .join(', ');
};

/** The channels of a row, by their names without the part in brackets. */
export const channelsText = ({ channels }: Questionnaire, draft: RowDraft): string =>
  channels
    .filter(({ id }) => draft.channels.includes(id))
    .map((channel) =>
      channel.id === OTHER && draft.otherChannel ? draft.otherChannel : shortName(titleOf(channel)),
    )
    .join(', ');

/** The content of one field, as it was recorded: free texts as they were written. */
export const contentText = (
  questionnaire: Questionnaire,
  rowId: string | undefined,
  field: AnswerField,
  content: FieldContent | null,
): string => {
  if (content === null) return worded('conflict.empty');
  if (typeof content === 'boolean') return yesNoText(field, content);
  if (typeof content === 'number') return formatCount(content);
  if (typeof content === 'string') return content;
  const choices = listed(questionnaire, rowWith(questionnaire, rowId), field);
  const texts = content.map((id) => {
    const choice = choices.find((each) => each.id === id);
    return choice ? choiceText(choice) : id;
  });
  return texts.join(', ') || worded('conflict.empty');
};

const yesNoText = (field: AnswerField, content: boolean): string => {
  const keys = yesNoKeys[field as FieldOf<'yes-no'>];
  return worded(content ? keys.yes : keys.no);
};

/** What a list chooses from; a list of texts chooses from nothing. */
const listed = (
  questionnaire: Questionnaire,
  row: Pick<FormRow, 'choices'>,
  field: AnswerField,
): readonly Titled[] => {
  const description = answerFields[field];
  return description.kind === 'choices' ? (questionsOf(questionnaire, row)[description.offers] ?? []) : [];
};

/** Steps are known by their numbers. */
const choiceText = (choice: Titled & { readonly number?: number }): string =>
  choice.number === undefined ? titleOf(choice) : `${choice.number} ${titleOf(choice)}`;

const otherText = (draft: RowDraft, cell: CellField): string =>
  fieldNames.flatMap((field) => (answerFields[field].otherOf === cell ? [draft[field]] : [])).join();

/** A standard row with the choices that it offers; an added row offers none. */
const rowWith = (questionnaire: Questionnaire, rowId: string | undefined): Pick<FormRow, 'choices'> =>
  questionnaire.aspects
    .flatMap(({ groups }) => groups.flatMap(({ rows }) => rows))
    .find(({ id }) => id === rowId) ?? {};

/** The titles of the standard rows by id, in the person's language. An added row has one title only, its own. */
export const rowTitles = (questionnaire: Questionnaire): ReadonlyMap<string, string> =>
  new Map(
    questionnaire.aspects.flatMap(({ groups }) =>
      groups.flatMap(({ rows }) => rows.map((row) => [row.id, titleOf(row)] as const)),
    ),
  );

/** The explanations of rows that have one, in the person's language; in Thai where there is no other. */
export const rowHelps = (questionnaire: Questionnaire): ReadonlyMap<string, string> =>
  new Map(
    questionnaire.aspects.flatMap(({ groups }) =>
      groups.flatMap(({ rows }) =>
        rows.map(({ id, helpTh, helpEn }) => [id, helpIn(helpTh, helpEn)] as const),
      ),
    ),
  );

const helpIn = (helpTh = '', helpEn = ''): string =>
  (currentLanguage() === 'en' ? helpEn : helpTh) || helpTh || helpEn;

/** A whole answer in one line. */
export const answerText = (
  questionnaire: Questionnaire,
  row: Pick<FormRow, 'choices'>,
  answer: Answer | null,
): string => draftText(questionnaire, row, draftOf(answer));

/** The same of what was typed. */
export const draftText = (
  questionnaire: Questionnaire,
  row: Pick<FormRow, 'choices'>,
  draft: RowDraft,
): string =>
  cellFields
    .map((field) => cellText(questionnaire, row, draft, field))
    .filter(Boolean)
    .join(' · ') || worded('conflict.empty');

/** The column's name without its instructions in brackets. */
export const shortName = (column: string): string => column.replace(/ \(.*/, '');
