import type { AnswerRow } from '../results/answer-row.js';
import type { FlatRow } from '../results/flat.js';

/**
 * The columns that the public gets of a certified answer. No id of a person and no time at which a person worked is among them, and no
 * text that people typed: it may name somebody.
 */
export const publicColumns = [
  'fiscalYear',
  'region',
  'provinceCode',
  'province',
  'districtCode',
  'district',
  'laoCode',
  'lao',
  'laoOfficialName',
  'laoType',
  'certifiedAt',
  'fingerprint',
  'questionnaireVersion',
  'aspectId',
  'aspect',
  'groupId',
  'rowId',
  'row',
  'hasEService',
  'isNeeded',
  'choices',
  'steps',
  'channels',
  'yearlyUsers',
] as const satisfies readonly (keyof AnswerRow)[];

/** Rows that an LAO added have a title that people typed, so they are left out. */
export const publicRows = (rows: readonly AnswerRow[]): readonly AnswerRow[] =>
  rows.filter(({ standard }) => standard === true);

export const publicRow = (row: AnswerRow): FlatRow =>
  Object.fromEntries(publicColumns.map((column) => [column, row[column]]));
