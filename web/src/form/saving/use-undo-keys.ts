import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { focusCell } from '../../answers/focus.js';
import { rowTitles } from '../../answers/answer-text.js';
import { useTexts } from '../../i18n/language.js';
import { announce } from '../../ui/toasts.js';
import { useForm } from './context.js';
import { changedFields, type Step } from './edit-history.js';

/** Ctrl+Z and Ctrl+Y, wherever the focus is in the form. What was changed is said and takes the focus. */
export const useUndoKeys = (base: string, aspectId: string | undefined): void => {
  const t = useTexts();
  const { store } = useForm();
  const navigate = useNavigate();
  useEffect(() => {
    const show = (step: Step, undone: boolean): void => {
      const [first] = step;
      if (!first) return;
      const [rowId, row] = first;
      const view = store.row(rowId);
      if (!view) return;
      const title = rowTitles(store.questionnaire).get(rowId) ?? view.row.title;
      announce(t(undone ? 'undo.done' : 'undo.again', { title }));
      const field = changedFields(row)[0];
      if (view.aspectId === aspectId) setTimeout(() => focusCell(document.body, rowId, field));
      else void navigate(`${base}/${view.aspectId}`, { state: { row: rowId, field } });
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      const undone = isUndo(event);
      if (undone === undefined || typesElsewhere(event.target)) return;
      event.preventDefault();
      const step = undone ? store.undo() : store.redo();
      if (step) show(step, undone);
      else announce(t(undone ? 'undo.nothing' : 'undo.nothing-again'));
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [store, navigate, t, base, aspectId]);
};

/** False: the key does again what was undone. `code`: on a Thai keyboard these keys type Thai letters. */
const isUndo = ({ code, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean | undefined => {
  if (!(ctrlKey || metaKey) || altKey) return undefined;
  if (code === 'KeyZ') return !shiftKey;
  return code === 'KeyY' && !shiftKey ? false : undefined;
};

/** A text that is no cell of the form has the browser's own undo; behind a dialog nothing changes. */
const typesElsewhere = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  (target.closest('[role$=dialog]') !== null ||
    (target.matches('input[type=text], textarea') && !target.matches('[data-row]')));
