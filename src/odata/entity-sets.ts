import { laoColumns, longColumns } from '../results/columns.js';
import type { Cell, Column, FlatRow } from '../results/flat.js';
import type { ValueType } from './filter-syntax.js';

export interface Field {
  readonly name: string;
  readonly type: ValueType;
}

export interface EntitySet {
  readonly name: 'Answers' | 'Laos';
  readonly entity: string;
  readonly key: readonly string[];
  readonly fields: readonly Field[];
}

const types: Readonly<Record<Column['kind'], ValueType>> = {
  text: 'text',
  code: 'text',
  list: 'text',
  number: 'number',
  time: 'time',
  'yes-no': 'boolean',
};

const fieldsOf = (columns: readonly Column[]): readonly Field[] =>
  columns.map(({ id, kind }) => ({ name: id, type: types[kind] }));

/** The same columns as the exports: one entity for each row of each LAO, and one for each LAO. */
export const entitySets: readonly EntitySet[] = [
  { name: 'Answers', entity: 'Answer', key: ['laoCode', 'rowId'], fields: fieldsOf(longColumns) },
  { name: 'Laos', entity: 'Lao', key: ['laoCode'], fields: fieldsOf(laoColumns) },
];

/** A cell as OData shows it. A list is a text, as in CSV, so that `contains` finds a step or a channel in it. */
export const valueOf = (cell: Cell): string | number | boolean | null =>
  typeof cell === 'object' && cell !== null ? cell.join(',') : cell;

/** Undefined for a field that the row does not have yet. */
export const valueIn = (row: FlatRow, name: string): string | number | boolean | null | undefined => {
  const cell = row[name];
  return cell === undefined ? undefined : valueOf(cell);
};
