import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { AspectDraft } from './drafts.js';
import type { Look } from './look.js';

interface Drafts extends DBSchema {
  drafts: { key: [person: string, year: number, lao: string, aspect: string]; value: AspectDraft };
  seen: { key: [person: string, survey: string]; value: Look };
}

const open = (): Promise<IDBPDatabase<Drafts>> =>
  openDB<Drafts>('eservice-survey', 1, {
    upgrade: (database) => {
      database.createObjectStore('drafts');
      database.createObjectStore('seen');
    },
  });
let opened: Promise<IDBPDatabase<Drafts>> | undefined;
/** The browser's own store; opened once for the page. */
export const database = (): Promise<IDBPDatabase<Drafts>> => (opened ??= open());
