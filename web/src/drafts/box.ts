import { createSignal } from '../hooks/signal.js';
import { isEmpty, sameRecord, type DraftRecord } from './record.js';

/** Whose records: everybody's, a person's, or those of one survey of a person. */
export type Scope =
  readonly [] | readonly [person: string] | readonly [person: string, year: number, lao: string];

/** The records that are written, from those that are kept. */
export type Change = (kept: readonly DraftRecord[]) => readonly DraftRecord[];

/** Where records are kept. */
export interface DraftBox {
  read(scope: Scope): Promise<readonly DraftRecord[]>;
  /** Reads and writes in one step. Empty records are removed. */
  update(scope: Scope, change: Change): Promise<void>;
}

/** The memory of this page. */
export class MemoryBox implements DraftBox {
  private records: readonly DraftRecord[] = [];

  read(scope: Scope): Promise<readonly DraftRecord[]> {
    return Promise.resolve(this.in(scope));
  }

  update(scope: Scope, change: Change): Promise<void> {
    this.records = replaced(this.records, change(this.in(scope))).filter((record) => !isEmpty(record));
    return Promise.resolve();
  }

  in(scope: Scope): readonly DraftRecord[] {
    return this.records.filter(({ person, year, lao }) =>
      scope.every((part, index) => [person, year, lao][index] === part),
    );
  }

  forget(records: readonly DraftRecord[]): void {
    this.records = this.records.filter((record) => !records.includes(record));
  }
}

const AGAIN_MS = 5_000;

/**
 * Keeps in memory what the box behind it refuses, and hands it on as soon as that box takes it. A browser without a store
 * of its own still shows and sends what was typed, as long as the page is open. Operations happen in the order of the calls.
 */
export class SteadyBox implements DraftBox {
  /** True while drafts are in the memory of this page only. */
  readonly refusing = createSignal(false);
  private readonly memory = new MemoryBox();
  private last: Promise<unknown> = Promise.resolve();
  private again: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly box: DraftBox) {}

  read(scope: Scope): Promise<readonly DraftRecord[]> {
    return this.next(async () => {
      const kept = await this.box.read(scope).catch((error: unknown) => this.refused(error, []));
      return joined(kept, this.memory.in(scope));
    });
  }

  update(scope: Scope, change: Change): Promise<void> {
    return this.next(async () => {
      const refused = this.memory.in(scope);
      try {
        await this.box.update(scope, (kept) => {
          const all = joined(kept, refused);
          const late = all.filter((record) => refused.some((other) => sameRecord(record, other)));
          return replaced(late, change(all));
        });
      } catch (error) {
        await this.memory.update(scope, change);
        this.refused(error, undefined);
        return;
      }
      this.memory.forget(refused);
      this.refusing.set(this.memory.in([]).length > 0);
    });
  }

  private next<T>(run: () => Promise<T>): Promise<T> {
    const result = this.last.then(run);
    this.last = result.then(undefined, () => undefined);
    return result;
  }

  private refused<T>(error: unknown, instead: T): T {
    console.warn('the browser keeps no drafts now', error);
    this.refusing.set(true);
    clearTimeout(this.again);
    if (this.memory.in([]).length > 0)
      this.again = setTimeout(() => void this.update([], () => []), AGAIN_MS);
    return instead;
  }
}

const replaced: (
  records: readonly DraftRecord[],
  changed: readonly DraftRecord[],
) => readonly DraftRecord[] = (records, changed) => [
  ...records.filter((record) => !changed.some((other) => sameRecord(record, other))),
  ...changed,
];

/** All records. Of a row that both lists have in one record, the value of the second list. */
const joined = (kept: readonly DraftRecord[], refused: readonly DraftRecord[]): readonly DraftRecord[] =>
  replaced(
    kept,
    refused.map((record) => {
      const earlier = kept.find((other) => sameRecord(record, other));
      return { ...record, rows: { ...earlier?.rows, ...record.rows } };
    }),
  );
