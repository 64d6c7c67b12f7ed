import { useEffect, type RefObject } from 'react';
import { useLocation } from 'react-router';

/** A link to a row leads to the very cell; where nothing can be filled in, to the row. */
export const useFocusFromLink = (table: RefObject<HTMLTableElement | null>): void => {
  const { state, key } = useLocation() as {
    readonly state: { readonly row?: string; readonly field?: string } | null;
    readonly key: string;
  };
  useEffect(() => {
    if (!state?.row) return undefined;
    const timer = setTimeout(() => focusCell(table.current, state.row ?? '', state.field), AFTER_DIALOG_MS);
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
