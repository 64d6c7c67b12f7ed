import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import { database } from '../drafts/database.js';

/** The version that an administrator is writing. It is not published, and stays in this browser. */
export const readWorkingCopy = async (person: string): Promise<Questionnaire | null> =>
  (await (await database()).get('versions', person)) ?? null;

export const keepWorkingCopy = async (person: string, copy: Questionnaire): Promise<void> => {
  await (await database()).put('versions', copy, person);
};

export const dropWorkingCopy = async (person: string): Promise<void> => {
  await (await database()).delete('versions', person);
};
