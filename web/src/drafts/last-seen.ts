import { database } from './database.js';

/** The last event of a survey that this person has seen, on this computer. */
export const lastSeen = async (person: string, survey: string) =>
  (await database()).get('seen', [person, survey]);

export const markSeen = async (person: string, survey: string, revision: string): Promise<void> => {
  await (await database()).put('seen', { revision, at: new Date().toISOString() }, [person, survey]);
};
