import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';

interface WorkingCopies extends DBSchema {
  copies: { key: string; value: Questionnaire };
}

/** Beside the database of the drafts of answers: an older page that is still open would keep that one at its version. */
const open = (): Promise<IDBPDatabase<WorkingCopies>> =>
  openDB<WorkingCopies>('eservice-questionnaires', 1, {
    upgrade: (database) => {
      database.createObjectStore('copies');
    },
  });
let opened: Promise<IDBPDatabase<WorkingCopies>> | undefined;
const database = (): Promise<IDBPDatabase<WorkingCopies>> => (opened ??= open());

/** The version that a person is writing. It is not published, and stays in this browser. */
export const readWorkingCopy = async (person: string): Promise<Questionnaire | null> =>
  (await (await database()).get('copies', person)) ?? null;

export const keepWorkingCopy = async (person: string, copy: Questionnaire): Promise<void> => {
  await (await database()).put('copies', copy, person);
};

export const dropWorkingCopy = async (person: string): Promise<void> => {
  await (await database()).delete('copies', person);
};
