import { useSearchParams } from 'react-router';

const names = ['q', 'type', 'sub', 'aspect', 'row', 'from', 'to'] as const;

/** The filter of the trail as the server takes it; empty means any. Times are ISO 8601. */
export type TrailFilter = Readonly<Record<(typeof names)[number], string>>;

/** The filter is part of the address, so that a link shows the same events. */
export const useTrailFilter = (): readonly [TrailFilter, (filter: TrailFilter) => void] => {
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as TrailFilter;
  const set = (wanted: TrailFilter): void =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const name of names) {
        if (wanted[name]) next.set(name, wanted[name]);
        else next.delete(name);
      }
      return next;
    });
  return [filter, set];
};

export const noFilter: TrailFilter = { q: '', type: '', sub: '', aspect: '', row: '', from: '', to: '' };
