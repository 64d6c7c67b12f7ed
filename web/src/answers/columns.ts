import type { CellField } from '../../../src/questionnaire/answer.js';
import type { ProcessStep, Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { TextKey } from '../i18n/language.js';
import {
  columnFields,
  yesNoKeys,
  type ColumnField,
  type CountField,
  type ListField,
  type TicksField,
  type YesNoField,
} from './fields.js';

interface Placed {
  /** `col-<id>` is the id of the head that names the column's cells. */
  readonly id: string;
  /** Place in the row, from 1; 0 is the cell of the title. The arrow keys move by it. */
  readonly position: number;
}
export type YesNoColumn = Placed & {
  readonly field: YesNoField;
  readonly value: boolean;
  readonly title: TextKey;
};
export type TickColumn = Placed & { readonly field: TicksField; readonly choice: ProcessStep };
export type ListColumn = Placed & { readonly field: ListField };
export type CountColumn = Placed & { readonly field: CountField };
export type Column = YesNoColumn | TickColumn | ListColumn | CountColumn;

export interface ColumnGroup {
  readonly field: ColumnField;
  readonly columns: readonly Column[];
}

/** The columns of a table of answers, from its title to the tools of a row. */
export interface Layout {
  readonly groups: readonly ColumnGroup[];
  /** Cells of a row before its tools. */
  readonly span: number;
  /** Columns with a choice each. */
  readonly ticks: number;
  /** The least width of the table, in pixels. */
  readonly width: number;
}

/** Most titles fit one line. */
const TITLE_WIDTH = 284;
/** Three tools beside each other. */
const TOOLS_WIDTH = 78;

/** The columns that a questionnaire asks for. */
export const layoutOf = (
  questionnaire: Questionnaire,
  fields: readonly ColumnField[] = columnFields,
): Layout => {
  let span = 1;
  const groups = fields.map((field) => {
    const columns = columnsOf(questionnaire, field, span);
    span += columns.length;
    return { field, columns };
  });
  const widths = groups.map(({ field, columns }) => field.width * columns.length);
  return {
    groups,
    span,
    ticks: groups.reduce((sum, { field, columns }) => sum + (field.kind === 'ticks' ? columns.length : 0), 0),
    width: widths.reduce((sum, width) => sum + width, TITLE_WIDTH + TOOLS_WIDTH),
  };
};

const columnsOf = (questionnaire: Questionnaire, field: ColumnField, first: number): readonly Column[] => {
  const { id } = field;
  switch (field.kind) {
    case 'yes-no':
      return [
        { id: `${id}-yes`, position: first, field, value: true, title: yesNoKeys[field.name].yes },
        { id: `${id}-no`, position: first + 1, field, value: false, title: yesNoKeys[field.name].no },
      ];
    case 'ticks':
      return field.offered(questionnaire).map((choice, index) => ({
        id: `${id}-${choice.id}`,
        position: first + index,
        field,
        choice,
      }));
    case 'list':
      return [{ id, position: first, field }];
    case 'count':
      return [{ id, position: first, field }];
  }
};

/** The field at a position: that of the column there or, at the tools of a row, of the last one. */
export const fieldAt = ({ groups }: Layout, position: number): CellField =>
  position === 0
    ? 'choices'
    : groups.findLast(({ columns }) => columns.some((column) => column.position <= position))!.field.name;
