import type { CellField } from '../../../../src/questionnaire/answer.js';
import { cellFields, cellOf, draftOf, withCell, type RowDraft } from '../../answers/draft.js';
import type { Change, RowChange, SurveyForm, WorkbookDifferences, WorkbookRow } from '../../api/types.js';
import type { Conflict } from '../saving/conflict.js';
import { judged, type RowView } from '../saving/row-view.js';

/** What is taken over together: one cell of the form, or the whole row where มี/ไม่มี changes. */
export interface Entry {
  readonly id: string;
  readonly row: WorkbookRow;
  readonly fields: readonly CellField[];
  /** Of the sheet. */
  readonly cells: readonly string[];
}

export const entriesOf = ({ rows }: Pick<WorkbookDifferences, 'rows'>): readonly Entry[] =>
  rows.flatMap((row) => {
    const changed = (field: CellField) => row.changes.filter((change) => cellOf(change.field) === field);
    const fields = cellFields.filter((field) => changed(field).length > 0);
    const entry = (id: string, of: readonly CellField[]): Entry => ({
      ...{ id: `${row.rowId} ${id}`, row, fields: of },
      cells: of.flatMap((field) => changed(field).flatMap(({ cells }) => cells)),
    });
    return fields.includes('hasEService')
      ? [entry('row', fields)]
      : fields.map((field) => entry(field, [field]));
  });

interface Shown {
  readonly form: SurveyForm;
  readonly row: (rowId: string) => RowView | undefined;
}

/**
 * The chosen entries as edits beside those of the form, one conflict for each aspect. The base is the answer when the file was made, so
 * what another person saved since, or this person has typed, stays where the file did not change it.
 */
export const conflictsOf = (
  shown: Shown,
  entries: readonly Entry[],
  changes: readonly Change[],
): readonly Conflict[] =>
  [...Map.groupBy(entries, ({ row }) => row.aspectId)].map(([aspectId, here]) => ({
    aspectId,
    changes: changes.filter(
      (change): change is RowChange => 'rowId' in change && change.aspectId === aspectId,
    ),
    theirs: withTyped(shown),
    mine: [...Map.groupBy(here, ({ row }) => row.rowId)].flatMap(([rowId, of]) => {
      const view = shown.row(rowId);
      return view ? [viewOf(view, of)] : [];
    }),
  }));

const viewOf = (view: RowView, entries: readonly Entry[]): RowView => {
  const { base, answer } = entries[0]!.row;
  const file = draftOf(answer);
  const fields = entries.flatMap((entry) => entry.fields);
  const draft = fields.includes('hasEService')
    ? file
    : fields.reduce<RowDraft>((next, field) => withCell(next, file, field), draftOf(base));
  return judged({ ...view, base, draft });
};

const withTyped = ({ form, row }: Shown): SurveyForm => ({
  ...form,
  aspects: form.aspects.map((aspect) => ({
    ...aspect,
    rows: aspect.rows.map((each) => ({ ...each, answer: row(each.id)?.answer ?? null })),
  })),
});
