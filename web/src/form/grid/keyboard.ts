import type { CellField } from '../../../../src/questionnaire/answer.js';
import { copyCell, copyRow, sameDraft, withOwnCounts, type RowDraft } from '../../answers/draft.js';
import type { RowView } from '../saving/row-view.js';
import type { FormStore } from '../saving/store.js';

/** What the keys of the grid do; the help panel lists the same. */
export type GridAction =
  | { readonly do: 'move'; readonly dx: number; readonly dy: number }
  | { readonly do: 'answer'; readonly has: boolean }
  | { readonly do: 'step'; readonly number: number }
  | { readonly do: 'next-count' | 'repeat' }
  | { readonly do: 'fill-down' | 'fill-row' | 'fill-group' | 'details' };

const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Key {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** `code`, not `key`: on a Thai keyboard the D key types ก. */
export const gridAction = (
  event: Key,
  target: HTMLElement,
  hasEService: boolean | undefined,
): GridAction | undefined => {
  const control = event.ctrlKey || event.metaKey;
  if (event.key === 'F2') return { do: 'details' };
  if (control && event.code === 'KeyD') return { do: event.shiftKey ? 'fill-row' : 'fill-down' };
  if (control && event.code === 'KeyG') return { do: 'fill-group' };
  if (control && !event.shiftKey && event.key === 'Enter') return { do: 'repeat' };
  const plain = !control && !event.altKey;
  if (plain && !event.shiftKey && event.key === 'Enter' && target.dataset['field'] === 'yearlyUsers') {
    return { do: 'next-count' };
  }
  if (plain && !isText(target)) {
    const typed = typedAnswer(event, hasEService);
    if (typed) return typed;
  }
  const arrow = arrows[event.key];
  if (!arrow || control || event.altKey || event.shiftKey) return undefined;
  if (isText(target) && arrow[0] !== 0 && !atEdge(target, arrow[0])) return undefined;
  return { do: 'move', dx: arrow[0], dy: arrow[1] };
};

/**
 * ม and น answer มี and ไม่มี. Digits toggle the steps of a มี row. On a layout without Thai letters, 1 answers มี as long
 * as the row does not say so, and 0 answers ไม่มี.
 */
const typedAnswer = ({ key, code }: Key, hasEService: boolean | undefined): GridAction | undefined => {
  if (key === 'ม') return { do: 'answer', has: true };
  if (key === 'น') return { do: 'answer', has: false };
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit === undefined) return undefined;
  if (digit === '0') return { do: 'answer', has: false };
  if (digit === '1' && hasEService !== true) return { do: 'answer', has: true };
  return hasEService === false ? undefined : { do: 'step', number: Number(digit) };
};

const isText = (target: HTMLElement): target is HTMLInputElement =>
  target instanceof HTMLInputElement && target.type === 'text';

const atEdge = (input: HTMLInputElement, direction: number): boolean =>
  input.selectionStart === input.selectionEnd &&
  input.selectionStart === (direction < 0 ? 0 : input.value.length);

/** Focuses the next control in a direction; disabled ones are skipped. */
export const moveFocus = (table: HTMLElement, from: HTMLElement, dx: number, dy: number): void => {
  const line = from.closest('tr');
  if (!line) return;
  if (dy === 0) {
    const controls = controlsOf(line);
    controls[controls.indexOf(from) + dx]?.focus();
    return;
  }
  const column = Number(from.dataset['col']);
  const siblings = [...(from.closest('th, td')?.querySelectorAll<HTMLElement>('[data-col]') ?? [])];
  const beside = column === 0 ? siblings[siblings.indexOf(from) + dy] : undefined;
  if (beside) {
    beside.focus();
    return;
  }
  const lines = [...table.querySelectorAll<HTMLElement>('tr[data-rowid]')];
  for (let index = lines.indexOf(line) + dy; lines[index]; index += dy) {
    const controls = controlsOf(lines[index] as HTMLElement);
    const same = controls.find((control) => Number(control.dataset['col']) === column);
    const nearest =
      same ?? controls.findLast((control) => Number(control.dataset['col']) < column) ?? controls[0];
    if (nearest) {
      nearest.focus();
      return;
    }
  }
};

/** Focuses the count of the next row that has one. */
export const focusNextCount = (table: HTMLElement, from: HTMLElement): void => {
  const counts = [...table.querySelectorAll<HTMLInputElement>('input.count')];
  const next = counts
    .slice(counts.findIndex((count) => count === from) + 1)
    .find((count) => count.closest('tr')?.dataset['has'] === 'true');
  next?.focus();
  next?.select();
};

/** Focuses the count of a row, to type over it. */
export const focusCount = (table: HTMLElement | null, rowId: string): void => {
  const count = table?.querySelector<HTMLInputElement>(
    `tr[data-rowid="${CSS.escape(rowId)}"] input.count:not(:disabled)`,
  );
  count?.focus();
  count?.select();
};

const controlsOf = (line: HTMLElement): readonly HTMLElement[] =>
  [...line.querySelectorAll<HTMLElement>('[data-col]')].filter((control) => !control.matches(':disabled'));

/**
 * The drafts that a fill changes. It copies the cell above, the row above, or this cell to its whole group. No fill changes a
 * count: a row whose count would go is left out.
 */
export const filled = (
  store: FormStore,
  action: 'fill-down' | 'fill-row' | 'fill-group',
  rowId: string,
  field: CellField,
): ReadonlyMap<string, RowDraft> => {
  const view = store.row(rowId);
  if (!view) return new Map();
  const rows = store.rowsOf(view.aspectId);
  const above = rows[rows.indexOf(view) - 1];
  if (action === 'fill-group') {
    const others = rows.filter(({ row }) => row.groupId === view.row.groupId && row.id !== rowId);
    return keepingCounts(others, (draft) => copyCell(view.draft, draft, field));
  }
  if (!above) return new Map();
  return keepingCounts([view], (draft) =>
    action === 'fill-row' ? copyRow(above.draft, draft) : copyCell(above.draft, draft, field),
  );
};

/**
 * The drafts that filling downwards changes: the rows below this one, down to the last one given. `field`: one cell; without
 * it the whole row but its count. A row whose count would go is left out.
 */
export const filledBelow = (
  store: FormStore,
  rowId: string,
  lastId: string,
  field?: CellField,
): ReadonlyMap<string, RowDraft> => {
  const view = store.row(rowId);
  if (!view) return new Map();
  const rows = store.rowsOf(view.aspectId);
  const below = rows.slice(rows.indexOf(view) + 1, rows.findIndex(({ row }) => row.id === lastId) + 1);
  return keepingCounts(below, (draft) =>
    field ? copyCell(view.draft, draft, field) : copyRow(view.draft, draft),
  );
};

const keepingCounts = (
  rows: readonly RowView[],
  filledWith: (draft: RowDraft) => RowDraft,
): ReadonlyMap<string, RowDraft> =>
  new Map(
    rows.flatMap(({ row, draft }): [string, RowDraft][] => {
      const next = withOwnCounts(draft, filledWith(draft));
      return next && !sameDraft(next, draft) ? [[row.id, next]] : [];
    }),
  );
