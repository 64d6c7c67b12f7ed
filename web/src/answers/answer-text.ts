import type { Answer, AnswerField } from '../../../src/questionnaire/answer.js';
import { OTHER } from '../../../src/questionnaire/answer.js';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { FormRow } from '../api/types.js';
import { titleOf, worded, type TextKey } from '../i18n/language.js';
import { cellFields, draftOf, type CellField, type RowDraft } from './draft.js';

export const fieldKeys: Record<AnswerField, TextKey> = {
  hasEService: 'col.has',
  isNeeded: 'col.needed',
  choices: 'col.choices',
  otherChoices: 'col.other-choices',
  steps: 'col.steps',
  channels: 'col.channels',
  otherChannel: 'col.other-channel',
  yearlyUsers: 'col.users',
};

/** The content of one cell as a line of text, for reading, comparing and printing. */
export const cellText = (
  questionnaire: Questionnaire,
  row: Pick<FormRow, 'choices'>,
  draft: RowDraft,
  field: CellField,
): string => {
  const listed = (
    offered: readonly { readonly id: string; readonly titleTh: string; readonly titleEn: string }[],
    chosen: readonly string[],
    other: string,
  ): string =>
    offered
      .filter(({ id }) => chosen.includes(id))
      .map((choice) => (choice.id === OTHER && other ? `${titleOf(choice)}: ${other}` : titleOf(choice)))
      .join(', ');
  switch (field) {
    case 'hasEService':
      return draft.hasEService === undefined ? '' : worded(draft.hasEService ? 'col.has.yes' : 'col.has.no');
    case 'isNeeded':
      return draft.isNeeded === undefined ? '' : worded(draft.isNeeded ? 'col.needed.yes' : 'col.needed.no');
    case 'choices':
      return listed(row.choices ?? [], draft.choices, draft.otherChoices);
    case 'steps':
      return questionnaire.processSteps
        .filter(({ id }) => draft.steps.includes(id))
        .map((step) => `${step.number} ${titleOf(step)}`)
        .join(', ');
    case 'channels':
      return listed(questionnaire.channels, draft.channels, draft.otherChannel);
    case 'yearlyUsers':
      return draft.yearlyUsers;
  }
};

/** The titles of the standard rows by id, in the person's language. An added row has one title only, its own. */
export const rowTitles = (questionnaire: Questionnaire): ReadonlyMap<string, string> =>
  new Map(
    questionnaire.aspects.flatMap(({ groups }) =>
      groups.flatMap(({ rows }) => rows.map((row) => [row.id, titleOf(row)] as const)),
    ),
  );

/** A whole answer in one line. */
export const answerText = (
  questionnaire: Questionnaire,
  row: Pick<FormRow, 'choices'>,
  answer: Answer | null,
): string =>
  cellFields
    .map((field) => cellText(questionnaire, row, draftOf(answer), field))
    .filter(Boolean)
    .join(' · ') || worded('conflict.empty');

/** The column's name without its instructions in brackets. */
export const shortName = (column: string): string => column.replace(/ \(.*/, '');
