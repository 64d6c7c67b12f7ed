import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'react-router';

/** A link is followed once, by its entry in the browser's history: a table that takes the place of the one it led to is no new visit. */
let followed: string | undefined;

/** A link to a row leads to the very cell; where nothing can be filled in, to the row. */
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

/** The dialog that held the link lets nothing behind it take the focus until it is gone. */
const AFTER_DIALOG_MS = 50;

const focusCell = (table: HTMLElement | null, rowId: string, field = ''): void => {
  const line = table?.querySelector<HTMLElement>(`tr[data-rowid="${CSS.escape(rowId)}"]`);
  const control =
    line?.querySelector<HTMLElement>(`[data-field="${field}"]:not(:disabled)`) ??
    line?.querySelector<HTMLElement>('[data-col]:not(:disabled)') ??
    line;
  control?.focus();
  line?.scrollIntoView({ block: 'center' });
};

/** Another aspect is another page: the focus goes to its heading, unless a link leads to a row. */
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

/** Certified, the form gives way to one that is read: the focus, which went with it, goes on from the heading. */
export const useFocusWhenReplaced = (): void => {
  useEffect(() => focusHeadingAfterDialog, []);
};

/** What was done took the button away that it was done with: the focus goes on from the heading. */
export const focusHeadingAfterDialog = (): void => {
  setTimeout(focusHeading, AFTER_DIALOG_MS);
};
