import { createContext, useMemo } from 'react';
import type { SurveyForm } from '../api/types.js';
import { formatCount } from '../i18n/language.js';
import { lastYearAnswer } from './dialogs/last-year.js';
import { useLastYear } from './dialogs/use-last-year.js';

/** By row, the count of the year before as it is read. */
export type LastCounts = ReadonlyMap<string, string>;
const none: LastCounts = new Map();
export const LastCountsContext = createContext<LastCounts>(none);

/** Asked for once, after the form is shown. Empty until the answer is there, and for good if there was no survey last year. */
export const useLastCounts = (form: SurveyForm): LastCounts => {
  const last = useLastYear(form, true).forms.data?.[0];
  return useMemo(() => {
    if (!last) return none;
    const rows = form.aspects.flatMap((aspect) => aspect.rows);
    return new Map(
      rows.flatMap((row): [string, string][] => {
        const count = lastYearAnswer(last, row)?.yearlyUsers;
        return count === undefined ? [] : [[row.id, formatCount(count)]];
      }),
    );
  }, [form, last]);
};
