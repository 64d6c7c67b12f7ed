import type { Answer } from '../../../src/questionnaire/answer.js';
import type { RowDraft } from '../answers/draft.js';

/** The person and the survey of a draft: a shared computer never shows a draft to another person. */
export interface DraftOwner {
  readonly person: string;
  readonly year: number;
  readonly lao: string;
}

/** One row that the server does not have yet, with the answer it was changed from. */
export interface DraftRow {
  readonly draft: RowDraft;
  readonly base: Answer | null;
}

/** A row as the browser keeps it. */
export interface KeptRow extends DraftRow {
  /** Names this value. The next value of the row has another version, so only a known value can be dropped. */
  readonly version: string;
  readonly at: string;
  /** The form could not be filled while this was unsent. The person is asked before it is sent. */
  readonly locked?: true;
}

/** A save without an answer so far. It is sent again with the same key, so that it is carried out once. */
export interface PendingSave {
  readonly key: string;
  readonly revision: string;
  readonly answers: Readonly<Record<string, Answer | null>>;
}

/** What one open page keeps of one aspect. Each page writes its own record, so no page overwrites a value of another. */
export interface DraftRecord extends DraftOwner {
  readonly aspectId: string;
  /** The page that wrote it. */
  readonly page: string;
  /** The revision of the survey that the changes were made on. */
  readonly revision: string;
  readonly rows: Readonly<Record<string, KeptRow>>;
  readonly pending: PendingSave | null;
}

/** One value, named so that no other can be meant. */
export interface ExactValue extends DraftOwner {
  readonly aspectId: string;
  readonly page: string;
  readonly rowId: string;
  readonly version: string;
}
export type UnsentRow = ExactValue & KeptRow;

type RecordName = Omit<ExactValue, 'rowId' | 'version'>;

export const sameRecord = (a: RecordName, b: RecordName): boolean =>
  a.person === b.person &&
  a.year === b.year &&
  a.lao === b.lao &&
  a.aspectId === b.aspectId &&
  a.page === b.page;

/** A record without rows and without a save under way is not kept. */
export const isEmpty = ({ rows, pending }: DraftRecord): boolean =>
  Object.keys(rows).length === 0 && pending === null;

export const valuesIn = ({ person, year, lao, aspectId, page, rows }: DraftRecord): readonly UnsentRow[] =>
  Object.entries(rows).map(([rowId, row]) => ({ person, year, lao, aspectId, page, rowId, ...row }));

/** The record without these values. A row that has another value by now stays. */
export const withoutValues = (record: DraftRecord, values: readonly ExactValue[]): DraftRecord => ({
  ...record,
  rows: Object.fromEntries(
    Object.entries(record.rows).filter(
      ([rowId, { version }]) =>
        !values.some(
          (value) => value.rowId === rowId && value.version === version && sameRecord(value, record),
        ),
    ),
  ),
});

/**
 * The records after a page took over an aspect: of each row it holds the newest value. Older values of a row stay in the
 * records of the pages that wrote them.
 */
export const takenOver = (
  records: readonly DraftRecord[],
  page: string,
): { readonly own: DraftRecord; readonly others: readonly DraftRecord[] } | undefined => {
  const [first] = records;
  if (!first) return undefined;
  const newest = new Map<string, UnsentRow>();
  for (const value of records.flatMap(valuesIn)) {
    const known = newest.get(value.rowId);
    if (!known || known.at < value.at) newest.set(value.rowId, value);
  }
  const taken = [...newest.values()];
  const sources = records.filter((record) => taken.some((value) => sameRecord(value, record)));
  return {
    own: {
      ...first,
      page,
      // The oldest one: the server then refuses where anything has changed since, and the person chooses.
      revision: sources.reduce(
        (oldest, { revision }) => (BigInt(revision) < BigInt(oldest) ? revision : oldest),
        (sources[0] ?? first).revision,
      ),
      rows: Object.fromEntries(
        taken.map(({ rowId, draft, base, version, at, locked }) => [
          rowId,
          { draft, base, version, at, ...(locked && { locked }) },
        ]),
      ),
      pending: records.find(({ pending }) => pending)?.pending ?? null,
    },
    others: records
      .filter((record) => record.page !== page)
      .map((record) => ({ ...withoutValues(record, taken), pending: null })),
  };
};
