import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Me } from '../api/types.js';

/** An answer of the API as one person received it. */
export interface KeptAnswer {
  readonly at: string;
  readonly answer: unknown;
}

interface Stores extends DBSchema {
  person: { key: 'last'; value: { readonly at: string; readonly me: Me } };
  answers: { key: [person: string, path: string]; value: KeptAnswer };
}

/** Answers that are kept to open the form without a network. They are one person's at a time. */
const open = (): Promise<IDBPDatabase<Stores>> =>
  openDB<Stores>('eservice-offline', 1, {
    upgrade: (database) => {
      database.createObjectStore('person');
      database.createObjectStore('answers');
    },
  });

let opened: Promise<IDBPDatabase<Stores>> | undefined;

/** A browser that keeps nothing (private windows, no room left) gives undefined: the app then needs a network. */
const within = async <T>(run: (database: IDBPDatabase<Stores>) => Promise<T>): Promise<T | undefined> => {
  try {
    return await run(await (opened ??= open()));
  } catch (error) {
    opened = undefined;
    console.warn('answers cannot be kept for opening without a network', error);
    return undefined;
  }
};

export const keepPerson = (me: Me, at: string) =>
  within((database) => database.put('person', { at, me }, 'last'));
export const keptPerson = () => within((database) => database.get('person', 'last'));

export const keepAnswer = (person: string, path: string, kept: KeptAnswer) =>
  within((database) => database.put('answers', kept, [person, path]));
export const keptAnswer = (person: string, path: string) =>
  within((database) => database.get('answers', [person, path]));

export const forgetKept = () =>
  within(async (database) => {
    await Promise.all([database.clear('person'), database.clear('answers')]);
  });
