import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '../../api/calls.js';
import { useTexts } from '../../i18n/language.js';
import { failureText } from '../../ui/failure.js';
import { announce, offer } from '../../ui/toasts.js';
import { useForm } from './context.js';
import { draftOf } from '../../answers/draft.js';
import type { DraftOwner } from '../../drafts/record.js';

/** Removes an added row at once. The undo adds a new one and puts the answers into its draft. */
export const useRemoveRow = (owner: DraftOwner): ((rowId: string) => void) => {
  const t = useTexts();
  const { store } = useForm();
  const queries = useQueryClient();
  return useCallback(
    (rowId) => {
      const view = store.row(rowId);
      if (!view) return;
      const { row, draft, aspectId } = view;
      const reload = async (): Promise<void> => {
        const form = await api.form(owner.year, owner.lao);
        store.rebase(form);
        queries.setQueryData(['form', owner.year, owner.lao], form);
      };
      const putBack = async (): Promise<void> => {
        const { groupId, title } = row;
        const added = await api.addRow(owner.year, owner.lao, aspectId, { groupId, title });
        await reload();
        store.edit(added.rowId, draft);
      };
      const remove = async (): Promise<void> => {
        await api.removeRow(owner.year, owner.lao, aspectId, rowId);
        store.edit(rowId, draftOf(view.base));
        await reload();
        offer(t('form.removed', { title: row.title }), {
          label: t('common.undo'),
          run: () => void putBack().catch(report),
        });
        document.getElementById('aspect-heading')?.focus();
      };
      const report = (error: unknown): void => announce(failureText(error, t));
      void remove().catch(report);
    },
    [store, queries, owner, t],
  );
};
