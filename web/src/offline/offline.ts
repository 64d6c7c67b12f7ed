import { answeredOnce } from '../api/answered.js';
import { ApiError, NoAnswer } from '../api/errors.js';
import type { Me } from '../api/types.js';
import { createSignal } from '../hooks/signal.js';
import { forgetKept, keepAnswer, keepPerson, keptAnswer, keptPerson } from './box.js';

/** What was received longer ago is not shown: a session does not last longer either. */
const KEPT_MS = 12 * 3_600_000;

/** When the oldest answer was received that the page shows without having asked the server; null if there is none. */
export const shownSince = createSignal<string | null>(null);

let known: (sub: string | null) => void;
/** The person whose answers are kept or shown; null for others than LAO staff. */
const person = new Promise<string | null>((resolve) => {
  known = resolve;
});

/** Who is signed in. Without a network it is the person of the last answer, on this computer and not signed out. */
export const meOrKept = async (ask: () => Promise<Me>): Promise<Me> => {
  try {
    const me = await ask();
    const before = await keptPerson();
    if (before && before.me.sub !== me.sub) await forgetKept();
    if (me.role === 'lao') await keepPerson(me, new Date().toISOString());
    known(me.role === 'lao' ? me.sub : null);
    return me;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) await forgetKept();
    const kept = isWithoutNetwork(error) ? await keptPerson() : undefined;
    if (!kept || isOld(kept.at)) {
      known(null);
      throw error;
    }
    known(kept.me.sub);
    show(kept.at);
    return kept.me;
  }
};

/** Asks, and keeps the answer. Where there is no network since the page was opened, it gives the answer that was kept. */
export const askedOrKept = async <T>(path: string, ask: () => Promise<T>): Promise<T> => {
  try {
    const answer = await ask();
    void person.then(async (sub) => {
      if (sub !== null) await keepAnswer(sub, path, { at: new Date().toISOString(), answer });
    });
    return answer;
  } catch (error) {
    const sub = isWithoutNetwork(error) ? await person : null;
    const kept = sub === null ? undefined : await keptAnswer(sub, path);
    if (!kept || isOld(kept.at)) throw error;
    show(kept.at);
    return kept.answer as T;
  }
};

/** A page that had an answer keeps what it shows. Only one that was opened without a network shows what was kept. */
const isWithoutNetwork = (error: unknown): boolean => error instanceof NoAnswer && !answeredOnce.get();

const isOld = (at: string): boolean => Date.now() - Date.parse(at) > KEPT_MS;

const show = (at: string): void => {
  const before = shownSince.get();
  if (before === null || at < before) shownSince.set(at);
};
