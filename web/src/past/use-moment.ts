import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** The moment of the past that a page shows; null is the present. It is part of the address, so a link leads to it. */
export const useMoment = (): readonly [string | null, (at: string | null) => void] => {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (at: string | null): void =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          if (at === null) after.delete('at');
          else after.set('at', at);
          return after;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return [search.get('at'), set];
};

/** The address of a survey: today's form, or its history at the moment. */
export const surveyAddress = (year: number, lao: string, at: string | null): string =>
  at === null ? `/surveys/${year}/${lao}` : `/audit/${year}/${lao}?at=${encodeURIComponent(at)}`;
