import { useMemo, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import type { CellField } from '../../../../src/questionnaire/answer.js';
import type { Group } from '../../../../src/questionnaire/questionnaire.js';
import { answered, answerHas, clearsAnswers, draftOf, sameDraft, toggled } from '../../answers/draft.js';
import { rowTitles } from '../../answers/answer-text.js';
import { useTexts } from '../../i18n/language.js';
import { announce, offer } from '../../ui/toasts.js';
import { useForm } from '../saving/context.js';
import type { Drafts, Step } from '../saving/edit-history.js';
import type { RowView } from '../saving/row-view.js';
import { filled, filledBelow, focusCount } from './keyboard.js';
import { repeated } from './repeat.js';

/** What the keys, the buttons and the handle of the grid do. Each act is one step, with its undo beside what it says. */
export interface Edits {
  readonly answer: (view: RowView, has: boolean) => void;
  readonly toggleStep: (view: RowView, number: number) => void;
  readonly answerRest: (group: Group) => void;
  readonly repeat: (rowId: string) => void;
  readonly fill: (from: 'fill-down' | 'fill-row' | 'fill-group', rowId: string, field: CellField) => void;
  /** One cell, or without a field the row, into the rows below down to `lastId`. */
  readonly fillBelow: (rowId: string, lastId: string, field?: CellField) => void;
  /** The row into the next one, or into the rest of its group. */
  readonly fillNext: (rowId: string, reach: 'next' | 'group') => void;
}

export const useEdits = (aspectId: string, table: RefObject<HTMLTableElement | null>): Edits => {
  const t = useTexts();
  const { store } = useForm();
  return useMemo(() => {
    const offerUndo = (text: string, step: Step): void =>
      offer(text, { label: t('common.undo'), run: () => store.takeBack(step) });
    const titleOf = ({ row }: RowView): string => rowTitles(store.questionnaire).get(row.id) ?? row.title;
    const editAll = (drafts: Drafts, done: 'form.fill-down' | 'form.fill-row' | 'form.fill-group'): void => {
      if (drafts.size === 0) return announce(t('form.fill.none'));
      offerUndo(t(done, { count: drafts.size }), store.editMany(drafts));
    };
    const fillBelow = (rowId: string, lastId: string, field?: CellField): void =>
      editAll(filledBelow(store, rowId, lastId, field), 'form.fill-group');

    return {
      answer: (view, has) => {
        const next = answerHas(view.draft, has);
        const step = store.edit(view.row.id, next);
        if (clearsAnswers(view.draft, next)) offerUndo(t('form.cleared', { title: titleOf(view) }), step);
      },
      toggleStep: ({ row, draft }, number) => {
        const step = store.questionnaire.processSteps.find((each) => each.number === number);
        if (step) store.edit(row.id, answered(draft, 'steps', toggled(draft.steps, step.id)));
      },
      /** Rows of the group without an answer become ไม่มี · ไม่จำเป็น; all others stay. */
      answerRest: (group) => {
        const no = { ...answerHas(draftOf(null), false), isNeeded: false };
        const rest = store
          .rowsOf(aspectId)
          .filter(({ row, draft }) => row.groupId === group.id && sameDraft(draft, draftOf(null)));
        if (rest.length === 0) return announce(t('form.rest.none'));
        const step = store.editMany(new Map(rest.map(({ row }) => [row.id, no])));
        offerUndo(t('form.rest.done', { count: rest.length }), step);
      },
      /** Steps and channels as in the row before; what differs from row to row is the count, which takes the focus. */
      repeat: (rowId) => {
        const next = repeated(store, rowId);
        if (!next) return announce(t('form.repeat.none'));
        const replaced = !sameDraft(store.row(rowId)?.draft ?? next, draftOf(null));
        // Shown at once, so that the count takes the focus before the next key comes.
        const step = flushSync(() => store.edit(rowId, next));
        if (replaced) offerUndo(t('form.repeat.done'), step);
        focusCount(table.current, rowId);
      },
      fill: (from, rowId, field) => editAll(filled(store, from, rowId, field), `form.${from}`),
      fillBelow,
      fillNext: (rowId, reach) => {
        const rows = store.rowsOf(aspectId);
        const at = rows.findIndex(({ row }) => row.id === rowId);
        const group = rows[at]?.row.groupId;
        const last = reach === 'next' ? rows[at + 1] : rows.findLast(({ row }) => row.groupId === group);
        if (last) fillBelow(rowId, last.row.id);
      },
    };
  }, [aspectId, store, table, t]);
};
