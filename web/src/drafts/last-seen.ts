import { withDatabase } from './database.js';
import { lookAfter, type Seen } from './look.js';

/** Keeps that this person sees the survey now, on this computer. @returns what they had seen before this sitting */
export const lookAt = (person: string, survey: string, revision: string): Promise<Seen | undefined> =>
  withDatabase(async (database) => {
    const kept = await database.get('seen', [person, survey]);
    const look = lookAfter(kept, revision, new Date());
    await database.put('seen', look, [person, survey]);
    return look.before;
  });

/** What this person had seen before this sitting, or else their last look. */
export const lastLook = (person: string, survey: string): Promise<Seen | undefined> =>
  withDatabase(async (database) => {
    const kept = await database.get('seen', [person, survey]);
    return kept?.before ?? kept;
  });
