import { useState } from 'react';
import { useMe } from '../../session/session.js';
import { useForm } from '../saving/context.js';

interface Line {
  readonly groupId: string;
  readonly title: string;
}

export interface NewRowLine {
  readonly line: Line | null;
  readonly open: (groupId: string) => void;
  readonly type: (title: string) => void;
  readonly close: () => void;
}

/**
 * The empty line that a new row begins as. Its title is kept in this tab until the server has the row, so it survives a
 * reload and signing in again.
 */
export const useNewRow = (aspectId: string): NewRowLine => {
  const { sub } = useMe();
  const { store } = useForm();
  const key = `new-row ${sub} ${store.form.fiscalYear} ${store.form.lao.code} ${aspectId}`;
  const [line, setLine] = useState(() => read(key));
  const keep = (next: Line | null): void => {
    if (next && next.title !== '') sessionStorage.setItem(key, JSON.stringify(next));
    else sessionStorage.removeItem(key);
    setLine(next);
  };
  return {
    line,
    open: (groupId) => keep({ groupId, title: '' }),
    type: (title) => line && keep({ ...line, title }),
    close: () => keep(null),
  };
};

const read = (key: string): Line | null => JSON.parse(sessionStorage.getItem(key) ?? 'null') as Line | null;
