import type { ProcessStep, Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { TextKey } from '../i18n/language.js';
import type { CellField, RowDraft } from './draft.js';

interface Shown<Name extends CellField> {
  readonly name: Name;
  /** Begins the ids of the columns; distinct. */
  readonly id: string;
  readonly heading: TextKey;
  /** Of one column, in pixels. */
  readonly width: number;
  /** Whether a row asks for it; a cell that does not apply is off. */
  readonly appliesTo: (draft: RowDraft) => boolean;
}

/** Two columns, of which one is chosen. */
export interface YesNoField extends Shown<'hasEService' | 'isNeeded'> {
  readonly kind: 'yes-no';
  readonly yes: TextKey;
  readonly no: TextKey;
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
export interface CountField extends Shown<'yearlyUsers'> {
  readonly kind: 'count';
}
export type ColumnField = YesNoField | TicksField | ListField | CountField;

const always = (): boolean => true;
const ifHas = ({ hasEService }: RowDraft): boolean => hasEService === true;
const ifHasNot = ({ hasEService }: RowDraft): boolean => hasEService === false;

/** The fields of an answer that have columns, in their order. The kinds of a multiple-choice row are asked in the cell of its title. */
export const columnFields: readonly ColumnField[] = [
  {
    name: 'hasEService',
    id: 'has',
    kind: 'yes-no',
    heading: 'col.has',
    yes: 'col.has.yes',
    no: 'col.has.no',
    width: 46,
    appliesTo: always,
  },
  {
    name: 'isNeeded',
    id: 'needed',
    kind: 'yes-no',
    heading: 'col.needed',
    yes: 'col.needed.yes',
    no: 'col.needed.no',
    width: 58,
    appliesTo: ifHasNot,
  },
  {
    name: 'steps',
    id: 'step',
    kind: 'ticks',
    heading: 'col.steps',
    width: 64,
    offered: ({ processSteps }) => processSteps,
    appliesTo: ifHas,
  },
  { name: 'channels', id: 'channels', kind: 'list', heading: 'col.channels', width: 132, appliesTo: ifHas },
  { name: 'yearlyUsers', id: 'users', kind: 'count', heading: 'col.users', width: 92, appliesTo: ifHas },
];
