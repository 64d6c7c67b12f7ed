import { useSearchParams } from 'react-router';

const names = ['type', 'sub', 'aspect', 'row', 'from', 'to'] as const;

/** What the trail is narrowed down to, as the server takes it; empty: not at all. Times are ISO 8601. */
export type TrailFilter = Readonly<Record<(typeof names)[number], string>>;

/** The filter lives in the address, so that what an auditor sees can be sent to another. */
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

export const noFilter: TrailFilter = { type: '', sub: '', aspect: '', row: '', from: '', to: '' };
