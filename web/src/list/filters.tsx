import { useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { api, type ListFilter } from '../api/calls.js';
import { campaignsQuery } from '../api/queries.js';
import type { Place } from '../api/types.js';
import { nameOf } from '../i18n/language.js';
import { useMe } from '../session/session.js';
import { useTexts } from './texts.js';

interface FiltersProps {
  readonly filter: ListFilter;
  readonly onSearch: (search: URLSearchParams) => void;
}
type Name = Exclude<keyof ListFilter, 'page' | 'pageSize'>;
const names: readonly Name[] = ['province', 'district', 'lao', 'fiscalYear', 'status', 'q'];

/** The search starts with the button, not with a choice. What the person's office fixes cannot be changed. */
export const Filters = ({ filter, onSearch }: FiltersProps) => {
  const t = useTexts();
  const me = useMe();
  const [draft, setDraft] = useState(filter);
  const fixedProvince = me.province ?? me.lao?.province;
  const province = fixedProvince?.code ?? draft.province;
  const choosesPlace = me.role !== 'lao';

  const provinces = useQuery({
    queryKey: ['provinces'],
    queryFn: api.provinces,
    enabled: choosesPlace && !fixedProvince,
    staleTime: Infinity,
  });
  const districts = useQuery({
    queryKey: ['districts', province],
    queryFn: () => api.districts(province),
    enabled: choosesPlace && province !== '',
    staleTime: Infinity,
  });
  const laos = useQuery({
    queryKey: ['laos', province, draft.district],
    queryFn: () => api.laos(province, draft.district),
    enabled: choosesPlace && province !== '',
    staleTime: Infinity,
  });
  const campaigns = useQuery(campaignsQuery);

  const set = (change: Partial<ListFilter>): void => setDraft({ ...draft, ...change });
  const search = (event: SyntheticEvent): void => {
    event.preventDefault();
    const next = new URLSearchParams();
    for (const name of names) if (draft[name]) next.set(name, draft[name]);
    onSearch(next);
  };
  const showAll = (): void => {
    setDraft({ ...draft, province: '', district: '', lao: '', fiscalYear: '', status: '', q: '' });
    onSearch(new URLSearchParams());
  };
  const select = (
    name: Name,
    label: string,
    options: readonly Option[],
    change: (value: string) => Partial<ListFilter>,
  ) => (
    <label className="field">
      <span>{label}</span>
      <select name={name} value={draft[name]} onChange={(event) => set(change(event.target.value))}>
        <option value="">{t('list.filter.all')}</option>
        {options.map((option) => (
          <option key={option.code} value={option.code}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
  const fixed = (label: string, value: string) => (
    <div className="field">
      <span>{label}</span>
      <output>{value}</output>
    </div>
  );

  return (
    <form className="filters" onSubmit={search} role="search" aria-label={t('list.filter.title')}>
      <h2>{t('list.filter.title')}</h2>
      <div className="filter-fields">
        {fixedProvince
          ? fixed(t('list.province'), nameOf(fixedProvince))
          : choosesPlace &&
            select('province', t('list.province'), named(provinces.data), (value) => ({
              province: value,
              district: '',
              lao: '',
            }))}
        {choosesPlace
          ? select('district', t('list.district'), named(districts.data), (value) => ({
              district: value,
              lao: '',
            }))
          : me.lao?.district && fixed(t('list.district'), nameOf(me.lao.district))}
        {choosesPlace
          ? select('lao', t('list.lao'), named(laos.data), (value) => ({ lao: value }))
          : me.lao && fixed(t('list.lao'), nameOf(me.lao))}
        {select(
          'fiscalYear',
          t('list.fiscal-year'),
          (campaigns.data ?? []).map(({ fiscalYear }) => ({
            code: String(fiscalYear),
            name: String(fiscalYear),
          })),
          (value) => ({ fiscalYear: value }),
        )}
        {choosesPlace &&
          select(
            'status',
            t('list.status'),
            (['not-certified', 'certified', 'returned'] as const).map((status) => ({
              code: status,
              name: t(`status.${status}`),
            })),
            (value) => ({ status: value }),
          )}
        {choosesPlace && (
          <label className="field">
            <span>{t('list.q')}</span>
            <input
              name="q"
              type="search"
              value={draft.q}
              onChange={(event) => set({ q: event.target.value })}
            />
          </label>
        )}
      </div>
      <div className="filter-actions">
        <button className="button button-primary" type="submit">
          {t('list.search')}
        </button>
        <button className="button" type="button" onClick={showAll}>
          {t('list.show-all')}
        </button>
      </div>
    </form>
  );
};

interface Option {
  readonly code: string;
  readonly name: string;
}

const named = (places: readonly Place[] | undefined): readonly Option[] =>
  (places ?? []).map((place) => ({ code: place.code, name: nameOf(place) }));
