import { useRef, useState } from 'react';
import { draftOf, type RowDraft } from '../../answers/draft.js';
import type { WorkbookDifferences } from '../../api/types.js';
import { useTexts } from '../../i18n/language.js';
import { offer } from '../../ui/toasts.js';
import type { OwnRows } from '../own-rows/use-own-rows.js';
import { disputes, merged, type Conflict } from '../saving/conflict.js';
import { useForm } from '../saving/context.js';
import { conflictsOf, type Entry } from './differences.js';

type Drafts = ReadonlyMap<string, RowDraft>;
export type NewRow = WorkbookDifferences['newRows'][number];

export interface Import {
  readonly busy: boolean;
  readonly error: unknown;
  /** Someone saved cells since the file was made that it changes otherwise: the person chooses. */
  readonly conflict: Conflict | undefined;
  readonly start: (entries: readonly Entry[], newRows: readonly NewRow[]) => void;
  readonly chosen: (drafts: Drafts) => void;
}

/** Puts what was chosen into the drafts, as one edit that can be undone. Nothing is saved. Only new rows are added at once. */
export const useImport = (
  { changes }: Pick<WorkbookDifferences, 'changes'>,
  ownRows: OwnRows,
  onDone: () => void,
): Import => {
  const t = useTexts();
  const { store } = useForm();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [open, setOpen] = useState<readonly Conflict[]>([]);
  const waiting = useRef<{ readonly drafts: Map<string, RowDraft>; readonly newRows: readonly NewRow[] }>(
    undefined,
  );
  // After a failure half-way no row is added a second time.
  const added = useRef(new Map<NewRow, string>());

  const finish = async (drafts: Drafts, newRows: readonly NewRow[]): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const all = new Map(drafts);
      for (const row of newRows) {
        const rowId = added.current.get(row) ?? (await ownRows.add(row.aspectId, row.groupId, row.title));
        added.current.set(row, rowId);
        if (row.answer) all.set(rowId, draftOf(row.answer));
      }
      const step = store.editMany(all);
      const undo = { label: t('common.undo'), run: () => store.takeBack(step) };
      if (all.size > 0) offer(t('workbook.done', { count: all.size }), undo);
      onDone();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return {
    busy,
    error,
    conflict: open[0],
    start: (entries, newRows) => {
      const shown = { form: store.form, row: (rowId: string) => store.row(rowId) };
      const conflicts = conflictsOf(shown, entries, changes);
      const disputed = conflicts.filter((conflict) => disputes(conflict).length > 0);
      const settled = conflicts.filter((conflict) => !disputed.includes(conflict));
      const drafts = new Map(settled.flatMap((conflict) => [...merged(conflict, new Map())]));
      if (disputed.length === 0) return void finish(drafts, newRows);
      waiting.current = { drafts, newRows };
      setOpen(disputed);
    },
    chosen: (drafts) => {
      const { drafts: all, newRows } = waiting.current!;
      for (const [rowId, draft] of drafts) all.set(rowId, draft);
      setOpen(open.slice(1));
      if (open.length === 1) void finish(all, newRows);
    },
  };
};
