import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api } from '../api/calls.js';
import { campaignsQuery } from '../api/queries.js';
import type { Place } from '../api/types.js';
import { nameOf } from '../i18n/language.js';
import { useMe } from '../session/session.js';
import { scopePath, type Scope } from './scope.js';
import { useTexts } from './texts.js';

/** Chooses the trail of a campaign, of one of its provinces, or of one survey. What the person's office fixes cannot be changed. */
export const ScopeChoice = ({ scope }: { readonly scope: Scope }) => {
  const t = useTexts();
  const navigate = useNavigate();
  const fixed = useMe().province;
  const campaigns = useQuery(campaignsQuery);
  const provinces = useQuery({
    queryKey: ['provinces'],
    queryFn: api.provinces,
    enabled: !fixed,
    staleTime: Infinity,
  });
  const province = fixed?.code ?? scope.province ?? '';
  const laos = useQuery({
    queryKey: ['laos', province, ''],
    queryFn: () => api.laos(province, ''),
    enabled: province !== '',
    staleTime: Infinity,
  });
  const go = (change: Partial<Scope>): void => void navigate(scopePath({ ...scope, province, ...change }));
  const choice = (
    label: string,
    value: string,
    all: string | undefined,
    options: readonly Place[],
    onChange: (code: string) => void,
  ) => (
    <label className="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {all !== undefined && <option value="">{all}</option>}
        {options.map((option) => (
          <option key={option.code} value={option.code}>
            {nameOf(option)}
          </option>
        ))}
      </select>
    </label>
  );
  const years = (campaigns.data ?? []).map(({ fiscalYear }) => ({
    code: String(fiscalYear),
    name: String(fiscalYear),
    nameEn: '',
  }));
  return (
    <div className="filter-fields scope-choice">
      {choice(t('list.fiscal-year'), String(scope.year), undefined, years, (year) =>
        go({ year: Number(year) }),
      )}
      {!fixed &&
        choice(t('list.province'), province, t('audit.whole-campaign'), provinces.data ?? [], (code) =>
          go({ province: code || undefined, lao: undefined }),
        )}
      {province !== '' &&
        choice(t('list.lao'), scope.lao ?? '', t('audit.whole-province'), laos.data ?? [], (code) =>
          go({ lao: code || undefined }),
        )}
    </div>
  );
};
