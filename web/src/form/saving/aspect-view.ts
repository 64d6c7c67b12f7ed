import type { PendingSave } from '../../drafts/record.js';
import type { RowView } from './row-view.js';

export type SaveState =
  | { readonly is: 'idle' }
  | { readonly is: 'saving' }
  | { readonly is: 'waiting' }
  | { readonly is: 'failed'; readonly reason: string };

export interface AspectView {
  readonly id: string;
  readonly rowIds: readonly string[];
  readonly revision: string;
  readonly savedAt: string | null;
  readonly total: number;
  readonly complete: number;
  readonly answered: number;
  readonly dirty: number;
  readonly invalid: number;
  readonly save: SaveState;
  /** A certification was refused: what is missing is red from then on. */
  readonly attempted: boolean;
}

/** What is kept of an aspect beside its rows. */
export interface AspectPart {
  rowIds: readonly string[];
  revision: string;
  savedAt: string | null;
  pending: PendingSave | null;
  save: SaveState;
}

/** The aspect as it is shown. */
export const aspectView = (
  id: string,
  part: AspectPart,
  rows: readonly RowView[],
  attempted: boolean,
): AspectView => ({
  id,
  rowIds: part.rowIds,
  revision: part.revision,
  savedAt: part.savedAt,
  total: rows.length,
  complete: rows.filter((row) => row.missing.length === 0 && row.violations.length === 0).length,
  answered: rows.filter((row) => row.answer !== null).length,
  dirty: rows.filter((row) => row.dirty).length,
  invalid: rows.filter((row) => row.violations.length > 0).length,
  save: part.save,
  attempted,
});

export const sameAspect = (a: AspectView, b: AspectView): boolean =>
  (Object.keys(a) as (keyof AspectView)[]).every((key) => Object.is(a[key], b[key]));
