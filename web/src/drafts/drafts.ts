import { SteadyBox, type DraftBox, type Scope } from './box.js';
import { IndexedDbBox } from './database.js';
import {
  sameRecord,
  takenOver,
  valuesIn,
  withoutValues,
  type DraftOwner,
  type DraftRecord,
  type DraftRow,
  type ExactValue,
  type KeptRow,
  type PendingSave,
  type UnsentRow,
} from './record.js';

/** The box of this page. */
export const browserBox = new SteadyBox(new IndexedDbBox());

export const unsentRows = async (scope: Scope, box: DraftBox = browserBox): Promise<readonly UnsentRow[]> =>
  (await box.read(scope)).flatMap(valuesIn);

/** Removes exactly these values. A row that was typed in since keeps its newer value. */
export const dropValues = (values: readonly ExactValue[], box: DraftBox = browserBox): Promise<void> =>
  box.update([], (kept) =>
    kept
      .filter((record) => values.some((value) => value.page === record.page))
      .map((record) => withoutValues(record, values)),
  );

/** Notes that the form could not be filled while these rows were unsent. */
export const markLocked = (values: readonly ExactValue[], box: DraftBox = browserBox): Promise<void> =>
  box.update([], (kept) =>
    kept.map((record) => ({
      ...record,
      rows: Object.fromEntries(
        Object.entries(record.rows).map(([rowId, row]) => [
          rowId,
          values.some(({ version, page }) => version === row.version && page === record.page)
            ? { ...row, locked: true as const }
            : row,
        ]),
      ),
    })),
  );

/** What was found when a form opened. */
export interface Found {
  /** The newest value of each row: the page holds them from now on. */
  readonly records: readonly DraftRecord[];
  /** Older values of the same rows, typed in other pages. They stay where they are. */
  readonly others: readonly UnsentRow[];
}

/**
 * The drafts of one open form. It drops only values that this form wrote or took over, and only if the browser still
 * keeps exactly that value.
 */
export class FormDrafts {
  private readonly page = crypto.randomUUID();
  private readonly held = new Map<string, string>();
  private written = 0;

  constructor(
    private readonly owner: DraftOwner,
    private readonly box: DraftBox = browserBox,
  ) {}

  /** Takes over what was kept before. */
  async open(): Promise<Found> {
    let found: Found = { records: [], others: [] };
    await this.box.update(this.scope, (kept) => {
      const aspects = [...new Set(kept.map(({ aspectId }) => aspectId))].flatMap(
        (aspectId) =>
          takenOver(
            kept.filter((record) => record.aspectId === aspectId),
            this.page,
          ) ?? [],
      );
      found = {
        records: aspects.map(({ own }) => own),
        others: aspects.flatMap(({ others }) => others.flatMap(valuesIn)),
      };
      return aspects.flatMap(({ own, others }) => [own, ...others]);
    });
    for (const value of found.records.flatMap(valuesIn)) this.held.set(value.rowId, value.version);
    return found;
  }

  /** Keeps these rows of an aspect. A row that is null was saved or discarded in this form. */
  keep(
    aspectId: string,
    change: {
      readonly revision: string;
      readonly rows: Readonly<Record<string, DraftRow | null>>;
      readonly pending: PendingSave | null;
    },
  ): Promise<void> {
    const name = { ...this.owner, aspectId, page: this.page };
    const { revision, pending } = change;
    const typed: Record<string, KeptRow> = {};
    const gone: ExactValue[] = [];
    for (const [rowId, row] of Object.entries(change.rows)) {
      const version = this.held.get(rowId);
      if (row) typed[rowId] = this.named(rowId, row);
      else if (version !== undefined) gone.push({ ...name, rowId, version });
      if (!row) this.held.delete(rowId);
    }
    return this.box.update(this.scope, (kept) => {
      const own = kept.find((record) => sameRecord(record, name));
      const rows = own ? withoutValues(own, gone).rows : {};
      return [{ ...name, revision, pending, rows: { ...rows, ...typed } }];
    });
  }

  private named(rowId: string, row: DraftRow): KeptRow {
    const version = `${this.page} ${++this.written}`;
    this.held.set(rowId, version);
    return { ...row, version, at: new Date().toISOString() };
  }

  private get scope(): Scope {
    return [this.owner.person, this.owner.year, this.owner.lao];
  }
}
