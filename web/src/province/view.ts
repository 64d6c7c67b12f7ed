import { useSearchParams } from 'react-router';
import { nameOf } from '../i18n/language.js';
import { matches, normalizeThai, searchForms } from '../../../src/basics/thai-search.js';
import type { ProvinceStatus } from '../api/types.js';

export type DeskLao = ProvinceStatus['laos'][number];

/** What an officer looks for. */
const deskStates = {
  missing: ({ status }) => status !== 'certified',
  returned: ({ status }) => status === 'returned',
  'not-started': ({ aspects }) => aspects.every(({ state }) => state === 'not-started'),
  certified: ({ status }) => status === 'certified',
  'to-review': ({ status, reviewedAt }) => status === 'certified' && reviewedAt === null,
  reviewed: ({ reviewedAt }) => reviewedAt !== null,
} as const satisfies Readonly<Record<string, (lao: DeskLao) => boolean>>;

export type DeskState = keyof typeof deskStates;
export const deskStateNames = Object.keys(deskStates) as readonly DeskState[];

const sorts = {
  name: (a, b) => nameOf(a).localeCompare(nameOf(b), 'th'),
  status: (a, b) => a.status.localeCompare(b.status),
  activity: (a, b) => (b.lastActivityAt ?? '').localeCompare(a.lastActivityAt ?? ''),
} as const satisfies Readonly<Record<string, (a: DeskLao, b: DeskLao) => number>>;

export type DeskSort = keyof typeof sorts;

/** Empty means: every LAO, in the order of the roster, which is by district. */
export interface DeskView {
  readonly q: string;
  readonly state: DeskState | '';
  readonly sort: DeskSort | '';
}

const oneOf = <Name extends string>(names: readonly Name[], text: string | null): Name | '' =>
  names.find((name) => name === text) ?? '';

/** The view is part of the address: the page of one LAO keeps it, so that "next" is the next one of the view. */
export const useDeskView = (): readonly [DeskView, (change: Partial<DeskView>) => void] => {
  const [search, setSearch] = useSearchParams();
  const view: DeskView = {
    q: search.get('q') ?? '',
    state: oneOf(deskStateNames, search.get('state')),
    sort: oneOf(Object.keys(sorts) as readonly DeskSort[], search.get('sort')),
  };
  const change = (changed: Partial<DeskView>): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changed)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  return [view, change];
};

/** The page where an officer reads one LAO's answers; it keeps the view. */
export const reviewAddress = (
  { province, fiscalYear }: Pick<ProvinceStatus, 'province' | 'fiscalYear'>,
  laoCode: string,
  search = '',
): string => `/provinces/${province.code}/${fiscalYear}/review/${laoCode}${search}`;

/** The LAOs of the view, in its order. */
export const laosInView = (laos: readonly DeskLao[], { q, state, sort }: DeskView): readonly DeskLao[] => {
  const forms = searchForms(q);
  const found = laos.filter(
    (lao) =>
      (state === '' || deskStates[state](lao)) &&
      matches(forms, [lao.name, lao.nameEn, lao.district.name, lao.district.nameEn].map(normalizeThai)),
  );
  return sort === '' ? found : found.toSorted(sorts[sort]);
};

/** The LAOs of each district, in the order of the list. */
export const byDistrict = <Lao extends Pick<DeskLao, 'district'>>(
  laos: readonly Lao[],
): readonly (readonly [district: string, laos: readonly Lao[]])[] => [
  ...Map.groupBy(laos, ({ district }) => nameOf(district)),
];

export const reviewedCount = ({ laos }: Pick<ProvinceStatus, 'laos'>): number =>
  laos.filter(({ reviewedAt }) => reviewedAt !== null).length;
