import { useRef, type PointerEvent } from 'react';
import type { CellField } from '../../../../src/questionnaire/answer.js';
import type { Edits } from './use-edits.js';

interface Drag {
  readonly rowId: string;
  readonly field: CellField;
  lastId: string;
}

/**
 * Dragging the handle of a cell down fills the rows below, down to the one under the pointer. The keyboard has Ctrl+D and the
 * menu of the row.
 */
export const useFillHandle = ({ fillBelow }: Edits) => {
  const drag = useRef<Drag | null>(null);
  const mark = (table: HTMLElement): void => {
    const lines = [...table.querySelectorAll<HTMLElement>('tr[data-rowid]')];
    const at = (id: string | undefined): number => lines.findIndex((line) => line.dataset['rowid'] === id);
    const [first, last] = [at(drag.current?.rowId), at(drag.current?.lastId)];
    lines.forEach((line, index) => line.toggleAttribute('data-filling', index > first && index <= last));
  };
  const end = (table: HTMLElement, fills: boolean): void => {
    const ended = drag.current;
    drag.current = null;
    mark(table);
    if (ended && fills && ended.lastId !== ended.rowId) fillBelow(ended.rowId, ended.lastId, ended.field);
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLTableElement>): void => {
      const handle = (event.target as HTMLElement).closest<HTMLElement>('[data-fill]');
      const rowId = handle?.closest('tr')?.dataset['rowid'];
      if (!handle || rowId === undefined) return;
      // The cell keeps the focus, and no text is selected.
      event.preventDefault();
      drag.current = { rowId, field: handle.dataset['fill'] as CellField, lastId: rowId };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLTableElement>): void => {
      if (!drag.current) return;
      const under = document.elementFromPoint(event.clientX, event.clientY);
      const lastId = under?.closest<HTMLElement>('tr[data-rowid]')?.dataset['rowid'];
      if (lastId === undefined || lastId === drag.current.lastId) return;
      drag.current.lastId = lastId;
      mark(event.currentTarget);
    },
    onPointerUp: (event: PointerEvent<HTMLTableElement>): void => end(event.currentTarget, true),
    onPointerCancel: (event: PointerEvent<HTMLTableElement>): void => end(event.currentTarget, false),
  };
};
