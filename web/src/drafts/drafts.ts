import type { Answer } from '../../../src/questionnaire/answer.js';
import type { RowDraft } from '../answers/draft.js';
import { database } from './database.js';

/** One row that the server does not have yet, with the answer it was changed from. */
export interface DraftRow {
  readonly draft: RowDraft;
  readonly base: Answer | null;
}

/** A save without an answer so far. It is sent again with the same key, so that it is carried out once. */
export interface PendingSave {
  readonly key: string;
  readonly revision: string;
  readonly answers: Readonly<Record<string, Answer | null>>;
}

export interface AspectDraft {
  readonly aspectId: string;
  /** The revision of the survey that the changes were made on. */
  readonly revision: string;
  readonly rows: Readonly<Record<string, DraftRow>>;
  readonly pending: PendingSave | null;
  readonly at: string;
}

/** The person and the survey of a draft: a shared computer never shows a draft to another person. */
export interface DraftOwner {
  readonly person: string;
  readonly year: number;
  readonly lao: string;
}

const range = (owner: DraftOwner): IDBKeyRange =>
  IDBKeyRange.bound(
    [owner.person, owner.year, owner.lao, ''],
    [owner.person, owner.year, owner.lao, '\uffff'],
  );

export const readDrafts = async (owner: DraftOwner): Promise<readonly AspectDraft[]> =>
  (await database()).getAll('drafts', range(owner));

/** Merges the changed rows into the kept ones, so that two tabs of one person keep each other's rows. */
export const keepDraft = async (
  owner: DraftOwner,
  aspectId: string,
  change: {
    readonly revision: string;
    readonly rows: Readonly<Record<string, DraftRow | null>>;
    readonly pending: PendingSave | null;
  },
): Promise<void> => {
  const transaction = (await database()).transaction('drafts', 'readwrite');
  const key: [string, number, string, string] = [owner.person, owner.year, owner.lao, aspectId];
  const kept = await transaction.store.get(key);
  const rows = Object.fromEntries(
    Object.entries({ ...kept?.rows, ...change.rows }).filter(
      (entry): entry is [string, DraftRow] => entry[1] !== null,
    ),
  );
  if (Object.keys(rows).length === 0 && !change.pending) await transaction.store.delete(key);
  else {
    const at = new Date().toISOString();
    await transaction.store.put(
      { aspectId, revision: change.revision, rows, pending: change.pending, at },
      key,
    );
  }
  await transaction.done;
};

const ofPerson = (person: string): IDBKeyRange => IDBKeyRange.bound([person], [person, []]);

export const countDrafts = async (person: string): Promise<number> => {
  const kept = await (await database()).getAll('drafts', ofPerson(person));
  return kept.reduce((sum, draft) => sum + Object.keys(draft.rows).length, 0);
};

export const clearDrafts = async (person: string): Promise<void> => {
  await (await database()).delete('drafts', ofPerson(person));
};
