import { database } from './database.js';

/** Up to which event this person has looked at a survey. */
export const lastSeen = async (person: string, survey: string) =>
  (await database()).get('seen', [person, survey]);

export const markSeen = async (person: string, survey: string, revision: string): Promise<void> => {
  await (await database()).put('seen', { revision, at: new Date().toISOString() }, [person, survey]);
};
