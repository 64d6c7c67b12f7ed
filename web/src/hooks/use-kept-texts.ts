import { useState } from 'react';

/** Texts by id, kept in this tab under a key, so that they survive a reload and signing in again. */
export interface KeptTexts {
  readonly texts: ReadonlyMap<string, string>;
  readonly keep: (next: ReadonlyMap<string, string>) => void;
}

export const useKeptTexts = (key: string): KeptTexts => {
  const [kept, setKept] = useState(() => ({ key, texts: read(key) }));
  const texts = kept.key === key ? kept.texts : read(key);
  const keep = (next: ReadonlyMap<string, string>): void => {
    if (next.size > 0) sessionStorage.setItem(key, JSON.stringify([...next]));
    else sessionStorage.removeItem(key);
    setKept({ key, texts: next });
  };
  return { texts, keep };
};

const read = (key: string): ReadonlyMap<string, string> =>
  new Map(JSON.parse(sessionStorage.getItem(key) ?? '[]') as [string, string][]);
