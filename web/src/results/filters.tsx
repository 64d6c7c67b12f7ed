import { useQuery } from '@tanstack/react-query';
import { api } from '../api/calls.js';
import { nameOf, type Named } from '../i18n/language.js';
import { regionName } from './names.js';
import { laoTypes } from './lao-types.js';
import { useTexts } from './texts.js';
import { useRound } from './use-round.js';
import type { ResultView } from './view.js';

interface FiltersProps {
  readonly view: ResultView;
  readonly change: (change: Partial<ResultView>) => void;
  /** Of an officer: the only province that the person may see. */
  readonly fixedProvince: string | undefined;
  readonly year: number;
}

interface Option {
  readonly value: string;
  readonly text: string;
}

const statuses = ['certified', 'not-certified', 'returned'] as const;

/** Which LAOs the page is about, and the year that it is compared with. A choice takes effect at once. */
export const Filters = ({ view, change, fixedProvince, year }: FiltersProps) => {
  const t = useTexts();
  const { years } = useRound();
  const province = fixedProvince ?? view.province;
  const provinces = useQuery({
    queryKey: ['provinces'],
    queryFn: api.provinces,
    enabled: fixedProvince === undefined,
    staleTime: Infinity,
  });
  const districts = useQuery({
    queryKey: ['districts', province],
    queryFn: () => api.districts(province),
    enabled: province !== '',
    staleTime: Infinity,
  });
  const regions = [...new Set((provinces.data ?? []).map(({ region }) => region))];
  const select = (
    name: keyof ResultView,
    label: string,
    options: readonly Option[],
    changed: (value: string) => Partial<ResultView> = (value) => ({ [name]: value }),
    none = t('list.filter.all'),
  ) => (
    <label className="field">
      <span>{label}</span>
      <select value={view[name]} onChange={(event) => change(changed(event.target.value))}>
        <option value="">{none}</option>
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
  const places = (items: readonly (Named & { readonly code: string })[]): readonly Option[] =>
    items.map((item) => ({ value: item.code, text: nameOf(item) }));
  return (
    <section className="filters" aria-label={t('filters')}>
      <div className="filter-fields">
        {fixedProvince === undefined && (
          <>
            {select(
              'region',
              t('by.region'),
              regions.map((region) => ({ value: region, text: regionName(region) })),
              (region) => ({
                region,
                province: '',
                district: '',
              }),
            )}
            {select('province', t('list.province'), places(provinces.data ?? []), (chosen) => ({
              province: chosen,
              region: '',
              district: '',
              by: '',
            }))}
          </>
        )}
        {province !== '' && select('district', t('list.district'), places(districts.data ?? []))}
        {select(
          'laoType',
          t('by.laoType'),
          laoTypes.map((type) => ({ value: type, text: t(`type.${type}`) })),
        )}
        {select(
          'status',
          t('filter.status'),
          statuses.map((status) => ({ value: status, text: t(`status.${status}`) })),
        )}
        {select(
          'against',
          t('filter.against'),
          years.filter((each) => each !== year).map((each) => ({ value: String(each), text: String(each) })),
          (against) => ({ against }),
          t('filter.against-none'),
        )}
      </div>
    </section>
  );
};
