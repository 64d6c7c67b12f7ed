import { copyRow, sameDraft, withOwnCounts, type RowDraft } from '../../answers/draft.js';
import type { RowView } from '../saving/row-view.js';
import type { FormStore } from '../saving/store.js';

/** The nearest row before this one that says มี and how, also in an earlier group or aspect. */
export const rowBefore = (store: FormStore, rowId: string): RowView | undefined => {
  const rows = store.aspectIds().flatMap((id) => store.rowsOf(id));
  return rows
    .slice(
      0,
      rows.findIndex(({ row }) => row.id === rowId),
    )
    .findLast(({ draft }) => draft.hasEService && (draft.steps.length > 0 || draft.channels.length > 0));
};

/**
 * The row with the steps and channels of the row before, and its own count. Undefined if there is no row before, or nothing
 * would change.
 */
export const repeated = (store: FormStore, rowId: string): RowDraft | undefined => {
  const view = store.row(rowId);
  const before = rowBefore(store, rowId);
  const next = view && before && withOwnCounts(view.draft, copyRow(before.draft, view.draft));
  return next && !sameDraft(next, view.draft) ? next : undefined;
};
