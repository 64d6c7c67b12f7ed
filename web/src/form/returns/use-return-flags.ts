import { useState } from 'react';
import type { SurveyForm } from '../../api/types.js';
import { useMe } from '../../session/session.js';

/** The rows that an officer wants corrected, each with a note, which may be empty. */
export interface ReturnFlags {
  readonly rows: ReadonlyMap<string, string>;
  readonly flag: (rowId: string, note: string) => void;
  readonly unflag: (rowId: string) => void;
  readonly clear: () => void;
}

/**
 * Kept in this tab, so that they survive signing in again. They belong to one certification; a later one begins without flags.
 */
export const useReturnFlags = (form: SurveyForm): ReturnFlags => {
  const { sub } = useMe();
  const key = `flags ${sub} ${form.fiscalYear} ${form.lao.code} ${form.certifiedAt}`;
  const [kept, setKept] = useState(() => ({ key, rows: read(key) }));
  const rows = kept.key === key ? kept.rows : read(key);
  const keep = (next: ReadonlyMap<string, string>): void => {
    if (next.size > 0) sessionStorage.setItem(key, JSON.stringify([...next]));
    else sessionStorage.removeItem(key);
    setKept({ key, rows: next });
  };
  return {
    rows,
    flag: (rowId, note) => keep(new Map(rows).set(rowId, note)),
    unflag: (rowId) => keep(new Map([...rows].filter(([id]) => id !== rowId))),
    clear: () => keep(new Map()),
  };
};

const read = (key: string): ReadonlyMap<string, string> =>
  new Map(JSON.parse(sessionStorage.getItem(key) ?? '[]') as [string, string][]);
