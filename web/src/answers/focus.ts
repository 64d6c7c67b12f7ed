import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'react-router';

/** The entry of the browser's history that was followed last. Each is followed once, also when another table replaces the first. */
let followed: string | undefined;

/** A link to a row focuses the cell it names, or the row where the form is read. */
export const useFocusFromLink = (table: RefObject<HTMLTableElement | null>): void => {
  const { state, key } = useLocation() as {
    readonly state: { readonly row?: string; readonly field?: string } | null;
    readonly key: string;
  };
  useEffect(() => {
    const { row, field } = state ?? {};
    if (!row || key === followed) return undefined;
    const timer = setTimeout(() => {
      followed = key;
      focusCell(table.current, row, field);
    }, AFTER_DIALOG_MS);
    return () => clearTimeout(timer);
  }, [state, key, table]);
};

/** A dialog keeps the focus inside until it is closed. */
const AFTER_DIALOG_MS = 50;

export const focusCell = (table: HTMLElement | null, rowId: string, field = ''): void => {
  const line = lineOf(table, rowId);
  const control =
    line?.querySelector<HTMLElement>(`[data-field="${field}"]:not(:disabled)`) ??
    line?.querySelector<HTMLElement>('[data-col]:not(:disabled)') ??
    line;
  control?.focus();
  line?.scrollIntoView({ block: 'center' });
};

/** For a row that is about to go: what then takes the focus is the row below it, or the one above. Nothing scrolls. */
export const focusBeside = (rowId: string): (() => void) => {
  const line = lineOf(document, rowId);
  const lines = [...(line?.closest('table')?.querySelectorAll<HTMLElement>('tr[data-rowid]') ?? [])];
  const at = lines.findIndex((each) => each === line);
  const neighbour = (lines[at + 1] ?? lines[at - 1])?.dataset['rowid'];
  return () => {
    const beside = neighbour === undefined ? null : lineOf(document, neighbour);
    const controls = [...(beside?.querySelectorAll<HTMLElement>('[data-col]:not(:disabled)') ?? [])];
    const target = controls[0] ?? document.querySelector<HTMLElement>('[data-adds]');
    target?.focus({ preventScroll: true });
  };
};

const lineOf = (within: ParentNode | null, rowId: string): HTMLElement | null =>
  within?.querySelector<HTMLElement>(`tr[data-rowid="${CSS.escape(rowId)}"]`) ?? null;

/** A change of the aspect focuses its heading, unless a link leads to a row. */
export const useFocusOnAspect = (aspectId: string | undefined): void => {
  const { state } = useLocation() as { readonly state: { readonly row?: string } | null };
  const shown = useRef(aspectId);
  useEffect(() => {
    if (shown.current === aspectId) return;
    shown.current = aspectId;
    if (!state?.row) focusHeading();
  }, [aspectId, state]);
};

const focusHeading = (): void => document.getElementById('aspect-heading')?.focus();

/** After a certification the read-only form replaces this one and its focus is lost: the heading takes it. */
export const useFocusWhenReplaced = (): void => {
  useEffect(() => focusHeadingAfterDialog, []);
};

/** For an act whose own button disappears with it: the heading takes the focus. */
export const focusHeadingAfterDialog = (): void => {
  setTimeout(focusHeading, AFTER_DIALOG_MS);
};
