import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../api/calls.js';
import { useTexts } from '../../i18n/language.js';
import { failureText } from '../../ui/failure.js';
import { announce, offer } from '../../ui/toasts.js';
import { draftOf } from '../../answers/draft.js';
import { focusBeside } from '../../answers/focus.js';
import type { DraftOwner } from '../../drafts/record.js';
import { useForm } from '../saving/context.js';

/** What the LAO does with rows of its own. Each act is recorded at once, and can be undone. */
export interface OwnRows {
  /** @returns the id of the new row. Rejects if the server refuses it. */
  readonly add: (aspectId: string, groupId: string, title: string) => Promise<string>;
  /** Rejects if the server refuses the title. */
  readonly rename: (rowId: string, title: string) => Promise<void>;
  readonly remove: (rowId: string) => void;
}

export const useOwnRows = (owner: DraftOwner): OwnRows => {
  const t = useTexts();
  const { store } = useForm();
  const queries = useQueryClient();
  return useMemo(() => {
    const { year, lao } = owner;
    const reload = async (): Promise<void> => {
      const form = await api.form(year, lao);
      store.rebase(form);
      queries.setQueryData(['form', year, lao], form);
    };
    const offerUndo = (text: string, undo: () => Promise<unknown>): void =>
      offer(text, {
        label: t('common.undo'),
        run: () => void undo().catch((error: unknown) => announce(failureText(error, t))),
      });

    const add = async (aspectId: string, groupId: string, title: string): Promise<string> => {
      const { rowId } = await api.addRow(year, lao, aspectId, { groupId, title });
      await reload();
      return rowId;
    };
    const rename = async (rowId: string, title: string): Promise<void> => {
      const view = store.row(rowId);
      if (!view) return;
      const before = view.row.title;
      await api.renameRow(year, lao, view.aspectId, rowId, title);
      await reload();
      offerUndo(t('form.renamed', { title }), async () => {
        await api.renameRow(year, lao, view.aspectId, rowId, before);
        await reload();
      });
    };
    /** The undo adds a new row and puts the answers into its draft. */
    const remove = async (rowId: string): Promise<void> => {
      const view = store.row(rowId);
      if (!view) return;
      const { row, draft, aspectId } = view;
      const focusNeighbour = focusBeside(rowId);
      await api.removeRow(year, lao, aspectId, rowId);
      store.edit(rowId, draftOf(view.base));
      await reload();
      focusNeighbour();
      offerUndo(t('form.removed', { title: row.title }), async () => {
        store.edit(await add(aspectId, row.groupId, row.title), draft);
      });
    };
    return {
      add,
      rename,
      remove: (rowId) => void remove(rowId).catch((error: unknown) => announce(failureText(error, t))),
    };
  }, [store, queries, owner, t]);
};
