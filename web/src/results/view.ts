import { useSearchParams } from 'react-router';

/** What a results page shows. Empty means all; `against` is the year of the comparison. */
export interface ResultView {
  readonly province: string;
  readonly district: string;
  readonly region: string;
  readonly laoType: string;
  readonly status: string;
  readonly row: string;
  readonly against: string;
  readonly by: string;
}

const names = ['province', 'district', 'region', 'laoType', 'status', 'row', 'against', 'by'] as const;

/** The LAOs that a view is about; the API takes the same names. */
const filterNames = ['province', 'district', 'region', 'laoType', 'status'] as const;
export type ResultFilter = Partial<Pick<ResultView, (typeof filterNames)[number]>>;

export const filterOf = (view: ResultView): ResultFilter =>
  Object.fromEntries(filterNames.filter((name) => view[name] !== '').map((name) => [name, view[name]]));

/** The view is part of the address: it can be bookmarked and sent, and "back" returns to it. */
export const useResultView = (): readonly [ResultView, (change: Partial<ResultView>) => void] => {
  const [search, setSearch] = useSearchParams();
  const view = Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as Record<
    (typeof names)[number],
    string
  >;
  const change = (changed: Partial<ResultView>): void =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(changed)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      return next;
    });
  return [view, change];
};

/** Which LAOs are asked for behind a number. */
export interface Behind extends ResultFilter {
  readonly row?: string;
  readonly answer?: string;
  readonly step?: string;
  readonly channel?: string;
  readonly at?: string;
}

/** The address of the LAOs behind a number. */
export const behindAddress = (year: number, behind: Behind): string => {
  const asked = Object.entries(behind).filter(([, value]) => Boolean(value)) as [string, string][];
  return `/results/${year}/laos?${new URLSearchParams(asked).toString()}`;
};
