import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { createSignal } from '../hooks/signal.js';
import type { DraftBox, Scope } from './box.js';
import type { Look } from './look.js';
import { isEmpty, type DraftRecord, type KeptRow } from './record.js';

/** The name of a record. A record of the first version of this store has no page. */
type Key =
  | [person: string, year: number, lao: string, aspect: string]
  | [person: string, year: number, lao: string, aspect: string, page: string];
type Kept = Omit<DraftRecord, 'person' | 'year' | 'lao' | 'page'>;

interface Stores extends DBSchema {
  drafts: { key: Key; value: Kept };
  seen: { key: [person: string, survey: string]; value: Look };
}

/** How often the browser closed the connection by itself. What was being written then may be lost. */
export const connectionsLost = createSignal(0);

let opened: Promise<IDBPDatabase<Stores>> | undefined;
const forget = (): void => {
  opened = undefined;
};

const open = (): Promise<IDBPDatabase<Stores>> => {
  const opening = openDB<Stores>('eservice-survey', 1, {
    upgrade: (database) => {
      database.createObjectStore('drafts');
      database.createObjectStore('seen');
    },
    terminated: () => {
      forget();
      connectionsLost.set(connectionsLost.get() + 1);
    },
  });
  // A browser that refused once may allow it later: the next use tries again.
  opening.then(undefined, forget);
  return opening;
};

/** Uses the browser's store. A browser may close a connection at any time: it is opened again. */
export const withDatabase = async <T>(run: (database: IDBPDatabase<Stores>) => Promise<T>): Promise<T> => {
  const database = await (opened ??= open());
  try {
    return await run(database);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
    forget();
    return run(await (opened ??= open()));
  }
};

export class IndexedDbBox implements DraftBox {
  read(scope: Scope): Promise<readonly DraftRecord[]> {
    return withDatabase(async (database) => {
      const { store } = database.transaction('drafts');
      const [keys, kept] = await Promise.all([
        store.getAllKeys(rangeOf(scope)),
        store.getAll(rangeOf(scope)),
      ]);
      return recordsOf(keys, kept);
    });
  }

  update(scope: Scope, change: (kept: readonly DraftRecord[]) => readonly DraftRecord[]): Promise<void> {
    return withDatabase(async (database) => {
      const { store, done } = database.transaction('drafts', 'readwrite');
      const [keys, kept] = await Promise.all([
        store.getAllKeys(rangeOf(scope)),
        store.getAll(rangeOf(scope)),
      ]);
      const written = change(recordsOf(keys, kept)).map((record) => {
        const { person, year, lao, page, ...value } = record;
        const aspect: [string, number, string, string] = [person, year, lao, value.aspectId];
        const key: Key = page === '' ? aspect : [...aspect, page];
        return isEmpty(record) ? store.delete(key) : store.put(value, key);
      });
      await Promise.all([...written, done]);
    });
  }
}

/** In the order of keys, an array comes after every text and number. */
const rangeOf = (scope: Scope): IDBKeyRange | undefined =>
  scope.length === 0 ? undefined : IDBKeyRange.bound([...scope], [...scope, []]);

const recordsOf = (keys: readonly Key[], kept: readonly Kept[]): readonly DraftRecord[] =>
  keys.flatMap(([person, year, lao, , page = ''], index) => {
    const value = kept[index];
    return value ? [{ ...value, person, year, lao, page, rows: versioned(value) }] : [];
  });

/** The first version of this store had a time for the whole record, and no versions. */
const versioned = (kept: Kept & { readonly at?: string }): Readonly<Record<string, KeptRow>> =>
  Object.fromEntries(
    Object.entries<Omit<KeptRow, 'version' | 'at'> & Partial<KeptRow>>(kept.rows).map(([rowId, row]) => [
      rowId,
      { ...row, version: row.version ?? '', at: row.at ?? kept.at ?? '' },
    ]),
  );
