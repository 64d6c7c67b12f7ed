import type { CellField } from '../../../../src/questionnaire/answer.js';
import type { RowChange, SurveyForm } from '../../api/types.js';
import { cellFields, draftOf, sameCell, withCell, type RowDraft } from '../../answers/draft.js';
import type { RowView } from './row-view.js';

/** Another person saved the same aspect first. Nothing was applied; this person chooses. */
export interface Conflict {
  readonly aspectId: string;
  readonly changes: readonly RowChange[];
  readonly theirs: SurveyForm;
  readonly mine: readonly RowView[];
}

export type Choice = 'mine' | 'theirs';

export interface Dispute {
  readonly mine: RowView;
  readonly theirs: RowDraft;
  /** The latest change of this row by another person. */
  readonly change: RowChange;
  /** What is chosen together: one cell, or the whole row where one says มี and the other ไม่มี. */
  readonly cells: readonly { readonly id: string; readonly fields: readonly CellField[] }[];
}

/** The cells that both persons changed, to different values. */
export const disputes = ({ mine, theirs, changes }: Conflict): readonly Dispute[] =>
  mine.flatMap((view) => {
    const change = changes.findLast(({ rowId }) => rowId === view.row.id);
    const now = answerNow({ theirs }, view.row.id);
    if (!change || now === undefined) return [];
    const base = draftOf(view.base);
    const fields = cellFields.filter(
      (field) =>
        !sameCell(view.draft, now, field) &&
        !sameCell(view.draft, base, field) &&
        !sameCell(now, base, field),
    );
    if (fields.length === 0) return [];
    const branch = fields.includes('hasEService') || view.draft.hasEService !== now.hasEService;
    const differing = cellFields.filter((field) => !sameCell(view.draft, now, field));
    const cells = branch
      ? [{ id: `${view.row.id} row`, fields: differing }]
      : fields.map((field) => ({ id: `${view.row.id} ${field}`, fields: [field] }));
    return [{ mine: view, theirs: now, change, cells }];
  });

/** The rows after the choice: the value of the one who changed it or, where both did, the chosen one. */
export const merged = (
  conflict: Conflict,
  choices: ReadonlyMap<string, Choice>,
): ReadonlyMap<string, RowDraft> => {
  const disputed = new Map(disputes(conflict).map((dispute) => [dispute.mine.row.id, dispute]));
  return new Map(
    conflict.mine.flatMap((view): [string, RowDraft][] => {
      const now = answerNow(conflict, view.row.id);
      if (now === undefined) return [];
      const base = draftOf(view.base);
      const dispute = disputed.get(view.row.id);
      const whole = dispute?.cells.find(({ id }) => id.endsWith(' row'));
      if (whole) return [[view.row.id, choices.get(whole.id) === 'theirs' ? now : view.draft]];
      if (view.draft.hasEService !== now.hasEService) {
        return [[view.row.id, sameCell(view.draft, base, 'hasEService') ? now : view.draft]];
      }
      const fromThem = (field: CellField): boolean =>
        choices.get(`${view.row.id} ${field}`) === 'theirs' || sameCell(view.draft, base, field);
      return [
        [
          view.row.id,
          cellFields.reduce(
            (draft, field) => (fromThem(field) ? withCell(draft, now, field) : draft),
            view.draft,
          ),
        ],
      ];
    }),
  );
};

const answerNow = ({ theirs }: Pick<Conflict, 'theirs'>, rowId: string): RowDraft | undefined => {
  const row = theirs.aspects.flatMap(({ rows }) => rows).find(({ id }) => id === rowId);
  return row && draftOf(row.answer);
};
