import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { AspectDraft } from './drafts.js';

interface Drafts extends DBSchema {
  drafts: { key: [person: string, year: number, lao: string, aspect: string]; value: AspectDraft };
  /** The version of the questionnaire that an administrator is writing, by person. */
  versions: { key: string; value: Questionnaire };
  seen: { key: [person: string, survey: string]; value: { readonly revision: string; readonly at: string } };
}

const open = (): Promise<IDBPDatabase<Drafts>> =>
  openDB<Drafts>('eservice-survey', 2, {
    upgrade: (database, version) => {
      if (version < 1) {
        database.createObjectStore('drafts');
        database.createObjectStore('seen');
      }
      database.createObjectStore('versions');
    },
  });
let opened: Promise<IDBPDatabase<Drafts>> | undefined;
/** The browser's own store; opened once for the page. */
export const database = (): Promise<IDBPDatabase<Drafts>> => (opened ??= open());
