import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/calls.js';
import type { Reading } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { nameOf } from '../i18n/language.js';
import { Paging } from '../list/paging.js';
import { Failure, Loading } from '../ui/failure.js';
import { useTitle } from '../hooks/use-title.js';
import { actorName } from '../history/sentence.js';
import { filterTexts } from './reading-filter.js';
import { useTexts } from './texts.js';

/** Who looked at audit data, the latest first. */
const ReadingsPage = () => {
  const t = useTexts();
  const [page, setPage] = useState(1);
  const readings = useQuery({
    queryKey: ['readings', page],
    queryFn: () => api.readings(page),
    placeholderData: keepPreviousData,
  });
  useTitle(t('readings.title'));
  return (
    <div className="page">
      <h1>{t('readings.title')}</h1>
      <p>{t('readings.explain')}</p>
      {readings.error && <Failure error={readings.error} onRetry={() => void readings.refetch()} />}
      {readings.isPending && <Loading />}
      {readings.data?.total === 0 && <p className="empty">{t('readings.none')}</p>}
      {readings.data && readings.data.total > 0 && (
        <>
          <table className="data-table cards">
            <caption className="visually-hidden">{t('readings.title')}</caption>
            <thead>
              <tr>
                {(['audit.time', 'readings.who', 'readings.what', 'readings.subject'] as const).map(
                  (head) => (
                    <th key={head} scope="col">
                      {t(head)}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {readings.data.items.map((reading) => (
                <Line key={reading.position} reading={reading} />
              ))}
            </tbody>
          </table>
          <Paging page={readings.data} onPage={setPage} />
        </>
      )}
    </div>
  );
};
export default ReadingsPage;

const Line = ({ reading }: { readonly reading: Reading }) => {
  const t = useTexts();
  const { actor, lao, province, fiscalYear } = reading;
  const office = lao ?? province;
  const subject = [office && nameOf(office), fiscalYear && `${t('list.fiscal-year')} ${fiscalYear}`];
  return (
    <tr>
      <td className="when" data-label={t('audit.time')}>
        {dateTime(reading.at)}
      </td>
      <th scope="row" data-label={t('readings.who')}>
        {actorName(actor)} <span className="place">{t(`role.${actor.role}`)}</span>
      </th>
      <td data-label={t('readings.what')}>{t(`reading.${reading.kind}` as const)}</td>
      <td data-label={t('readings.subject')}>
        {[...subject, ...filterTexts(reading)].filter(Boolean).join(' · ') || '–'}
      </td>
    </tr>
  );
};
