import { useCallback, useEffect, useState } from 'react';
import type { Scope } from './box.js';
import { unsentRows } from './drafts.js';
import type { UnsentRow } from './record.js';

export interface Unsent {
  readonly rows: readonly UnsentRow[];
  readonly readAgain: () => void;
}

const none: readonly UnsentRow[] = [];

/** What this browser keeps unsent. Give the same array until the scope changes. */
export const useUnsent = (scope: Scope): Unsent => {
  const [read, setRead] = useState<{ readonly scope: Scope; readonly rows: readonly UnsentRow[] }>();
  const readAgain = useCallback(
    () => void unsentRows(scope).then((rows) => setRead({ scope, rows })),
    [scope],
  );
  useEffect(readAgain, [readAgain]);
  return { rows: read?.scope === scope ? read.rows : none, readAgain };
};
