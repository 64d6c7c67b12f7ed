import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { api, type ListFilter } from '../api/calls.js';
import { campaignsQuery } from '../api/queries.js';
import { useTexts } from '../i18n/language.js';
import { CertifyBar } from '../province/certify-bar.js';
import { useMe } from '../session/session.js';
import { ExportLinks } from '../ui/export-links.js';
import { Failure, Loading } from '../ui/failure.js';
import { useTitle } from '../hooks/use-title.js';
import { Filters } from './filters.js';
import { OwnUnsent } from './own-unsent.js';
import { PAGE_SIZES, Paging } from './paging.js';
import { SurveyTable } from './survey-table.js';

const filterOf = (search: URLSearchParams): ListFilter => {
  const text = (name: string): string => search.get(name) ?? '';
  return {
    fiscalYear: text('fiscalYear'),
    province: text('province'),
    district: text('district'),
    lao: text('lao'),
    status: text('status'),
    q: text('q'),
    page: Math.max(1, Number(text('page')) || 1),
    pageSize: PAGE_SIZES.find((size) => size === Number(text('pageSize'))) ?? PAGE_SIZES[0],
  };
};

/** The filter is part of the address: it can be bookmarked and sent, and "back" returns to it. */
const ListPage = () => {
  const t = useTexts();
  const { role, province } = useMe();
  const [search, setSearch] = useSearchParams();
  const filter = filterOf(search);
  const surveys = useQuery({
    queryKey: ['surveys', filter],
    queryFn: () => api.surveys(filter),
    placeholderData: keepPreviousData,
  });
  const campaigns = useQuery(campaignsQuery);
  const newest = (campaigns.data ?? []).reduce((year, each) => Math.max(year, each.fiscalYear), 0);
  const year = filter.fiscalYear === '' ? newest : Number(filter.fiscalYear);
  // An export knows no district, LAO or name. It would hold more than the list shows.
  const isWhole = filter.district === '' && filter.lao === '' && filter.q === '';
  useTitle(`${t('app.name')} — ${t('menu.list')}`);

  const goTo = (page: number): void => {
    const next = new URLSearchParams(search);
    if (page > 1) next.set('page', String(page));
    else next.delete('page');
    setSearch(next);
  };

  const showMany = (pageSize: number): void => {
    const next = new URLSearchParams(search);
    next.set('pageSize', String(pageSize));
    next.delete('page');
    setSearch(next);
  };

  return (
    <div className="page">
      <nav className="breadcrumb" aria-label={t('breadcrumb.label')}>
        {t('breadcrumb.surveys')} <span aria-hidden="true">»</span> {t('app.name')}
      </nav>
      <h1>{t('app.name')}</h1>
      <OwnUnsent />
      <Filters key={search.toString()} filter={filter} onSearch={(next) => setSearch(next)} />
      {role === 'province' && province && (
        <CertifyBar province={province.code} year={Number(filter.fiscalYear) || undefined} />
      )}
      {surveys.error && <Failure error={surveys.error} onRetry={() => void surveys.refetch()} />}
      {surveys.isPending && <Loading />}
      {surveys.data && (
        <>
          <SurveyTable page={surveys.data} role={role} />
          <Paging page={surveys.data} onPage={goTo} onPageSize={showMany} />
          {year > 0 && isWhole && (
            <ExportLinks year={year} province={filter.province} status={filter.status} />
          )}
        </>
      )}
    </div>
  );
};
export default ListPage;
