import { useState, type ClipboardEvent } from 'react';
import { useTexts } from '../../i18n/language.js';
import { offer } from '../../ui/toasts.js';
import { useForm } from '../saving/context.js';
import { isBlock, pasted, type PasteFault } from './paste.js';

interface LeftOut {
  readonly faults: readonly PasteFault[];
  /** Rows that were changed nevertheless. */
  readonly changed: number;
}

/** A block of cells goes into the rows from the focused one down, in one step. */
export const usePaste = (aspectId: string) => {
  const t = useTexts();
  const { store } = useForm();
  const [leftOut, setLeftOut] = useState<LeftOut | null>(null);
  const onPaste = (event: ClipboardEvent<HTMLElement>): void => {
    const { row, col } = (event.target as HTMLElement).dataset;
    const text = event.clipboardData.getData('text/plain');
    if (!row || !Number(col) || !isBlock(text)) return;
    event.preventDefault();
    const rows = store.rowsOf(aspectId);
    const below = rows.slice(rows.findIndex((view) => view.row.id === row));
    const { drafts, faults } = pasted(store.questionnaire, below, Number(col), text);
    const step = store.editMany(drafts);
    if (step.size > 0) {
      const undo = { label: t('common.undo'), run: () => store.takeBack(step) };
      offer(t('paste.done', { count: step.size }), undo);
    }
    if (faults.length > 0) setLeftOut({ faults, changed: step.size });
  };
  return { onPaste, leftOut, closeLeftOut: () => setLeftOut(null) };
};
