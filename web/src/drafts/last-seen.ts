import { withDatabase } from './database.js';

/** The last event of a survey that this person has seen, on this computer. */
export const lastSeen = (person: string, survey: string) =>
  withDatabase((database) => database.get('seen', [person, survey]));

export const markSeen = (person: string, survey: string, revision: string): Promise<void> =>
  withDatabase(async (database) => {
    await database.put('seen', { revision, at: new Date().toISOString() }, [person, survey]);
  });
