import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { api } from '../api/calls.js';
import { campaignsQuery } from '../api/queries.js';
import { formatCount } from '../i18n/language.js';
import { PastPanel } from '../past/past-panel.js';
import { isOfAProvince } from '../past/steps.js';
import { useMoment } from '../past/use-moment.js';
import { ExportLinks } from '../ui/export-links.js';
import { Failure, Loading } from '../ui/failure.js';
import { YearChoice } from '../ui/year-choice.js';
import { useTitle } from '../hooks/use-title.js';
import { ProvinceTable } from './province-table.js';
import { useTexts } from './texts.js';

/** The progress of the whole country, now or at a moment of the past. */
const ProgressPage = () => {
  const t = useTexts();
  const navigate = useNavigate();
  const { year } = useParams();
  const [at] = useMoment();
  const [opened] = useState(() => Date.now());
  const campaigns = useQuery(campaignsQuery);
  const years = (campaigns.data ?? []).map(({ fiscalYear }) => fiscalYear).toSorted((a, b) => b - a);
  const fiscalYear = year ? Number(year) : years[0];
  const progress = useQuery({
    queryKey: ['progress', fiscalYear, at],
    queryFn: () => api.progress(fiscalYear ?? 0, at),
    enabled: fiscalYear !== undefined,
    placeholderData: keepPreviousData,
    ...(at !== null && { staleTime: Infinity }),
  });
  const steps = useQuery({
    queryKey: ['milestones', fiscalYear, opened],
    queryFn: () => api.milestones(fiscalYear ?? 0),
    enabled: fiscalYear !== undefined,
    staleTime: Infinity,
  });
  useTitle(`${t('progress.title')} ${fiscalYear ?? ''} — ${t('app.name')}`);
  const error = progress.error ?? campaigns.error;
  const { data } = progress;
  return (
    <div className="page">
      <h1>{t('progress.title')}</h1>
      <YearChoice year={fiscalYear} years={years} onYear={(chosen) => void navigate(`/progress/${chosen}`)} />
      <PastPanel steps={steps} marked={isOfAProvince} />
      {error && <Failure error={error} onRetry={() => void progress.refetch()} />}
      {!data &&
        !error &&
        (campaigns.data?.length === 0 ? <p className="empty">{t('campaign.none')}</p> : <Loading />)}
      {data && (
        <>
          <section className="count-panel" aria-label={t('progress.total')}>
            <div>
              <p className="count-first">
                {t('province.count', {
                  certified: formatCount(data.certified),
                  total: formatCount(data.total),
                })}
              </p>
              <progress max={data.total} value={data.certified} aria-label={t('progress.total')} />
              <p className="count-rest">
                {t('progress.rest', {
                  notStarted: formatCount(data.notStarted),
                  inProgress: formatCount(data.inProgress),
                  returned: formatCount(data.returned),
                  certified: formatCount(data.provincesCertified),
                  total: formatCount(data.provinces.length),
                })}
              </p>
            </div>
          </section>
          {fiscalYear !== undefined && <ExportLinks year={fiscalYear} at={at} />}
          <ProvinceTable progress={data} at={at} />
        </>
      )}
    </div>
  );
};
export default ProgressPage;
