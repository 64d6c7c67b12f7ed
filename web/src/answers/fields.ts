import type { AnswerField, FieldOf, CellField } from '../../../src/questionnaire/answer.js';
import type { ProcessStep, Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { TextKey } from '../i18n/language.js';

/** What each field is called. */
export const fieldKeys: Readonly<Record<AnswerField, TextKey>> = {
  hasEService: 'col.has',
  isNeeded: 'col.needed',
  choices: 'col.choices',
  otherChoices: 'col.other-choices',
  steps: 'col.steps',
  channels: 'col.channels',
  otherChannel: 'col.other-channel',
  yearlyUsers: 'col.users',
};

/** The same in a few letters, for the head of a table on the screen. */
export const shortKeys: Readonly<Record<ColumnField['name'], TextKey>> = {
  hasEService: 'col.has.short',
  isNeeded: 'col.needed.short',
  steps: 'col.steps.short',
  channels: 'col.channels.short',
  yearlyUsers: 'col.users.short',
};

interface YesNoKeys {
  readonly yes: TextKey;
  readonly no: TextKey;
}
export const yesNoKeys: Readonly<Record<FieldOf<'yes-no'>, YesNoKeys>> = {
  hasEService: { yes: 'col.has.yes', no: 'col.has.no' },
  isNeeded: { yes: 'col.needed.yes', no: 'col.needed.no' },
};

interface Shown<Name extends CellField> {
  readonly name: Name;
  /** Begins the ids of the columns; distinct. */
  readonly id: string;
  /** Of one column, in pixels. */
  readonly width: number;
}

/** Two columns, of which one is chosen. */
export interface YesNoField extends Shown<FieldOf<'yes-no'>> {
  readonly kind: 'yes-no';
}
/** A column for each choice, any of which may be ticked. */
export interface TicksField extends Shown<'steps'> {
  readonly kind: 'ticks';
  readonly offered: (questionnaire: Questionnaire) => readonly ProcessStep[];
}
/** One column; the choices are made elsewhere. */
export interface ListField extends Shown<'channels'> {
  readonly kind: 'list';
}
export interface CountField extends Shown<FieldOf<'count'>> {
  readonly kind: 'count';
}
export type ColumnField = YesNoField | TicksField | ListField | CountField;

/** The fields that have columns, in their order. The choices of a multiple-choice row are asked in the cell of its title. */
export const columnFields: readonly ColumnField[] = [
  { name: 'hasEService', id: 'has', kind: 'yes-no', width: 40 },
  { name: 'isNeeded', id: 'needed', kind: 'yes-no', width: 58 },
  { name: 'steps', id: 'step', kind: 'ticks', width: 53, offered: ({ processSteps }) => processSteps },
  { name: 'channels', id: 'channels', kind: 'list', width: 100 },
  { name: 'yearlyUsers', id: 'users', kind: 'count', width: 84 },
];

/** The same with room for last year's count beside this year's. */
export const fieldsBesideLastYear: readonly ColumnField[] = columnFields.map((field) =>
  field.kind === 'count' ? { ...field, width: field.width + 50 } : field,
);
