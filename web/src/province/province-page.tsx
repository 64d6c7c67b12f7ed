import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { api, files } from '../api/calls.js';
import { campaignsQuery } from '../api/queries.js';
import { dateTime } from '../i18n/dates.js';
import { formatCount, nameOf } from '../i18n/language.js';
import { PastPanel } from '../past/past-panel.js';
import { surveyAddress, useMoment } from '../past/use-moment.js';
import { useMe } from '../session/session.js';
import { DownloadLink } from '../ui/download-link.js';
import { ExportLinks } from '../ui/export-links.js';
import { FailedPage, Failure, Loading } from '../ui/failure.js';
import { YearChoice } from '../ui/year-choice.js';
import { useTitle } from '../hooks/use-title.js';
import { CertifyAll } from './certify-all.js';
import { Matrix } from './matrix.js';
import { reviewAddress, reviewedCount } from './view.js';
import { RevokeDialog } from './revoke-dialog.js';
import { useTexts } from './texts.js';

/** The count, then the state of every LAO. */
const ProvincePage = () => {
  const t = useTexts();
  const me = useMe();
  const navigate = useNavigate();
  const { province = '', year } = useParams();
  const { search } = useLocation();
  const [at] = useMoment();
  const [revoking, setRevoking] = useState(false);
  const campaigns = useQuery(campaignsQuery);
  const years = (campaigns.data ?? [])
    .filter((campaign) => campaign.provinces.includes(province))
    .map(({ fiscalYear }) => fiscalYear)
    .toSorted((a, b) => b - a);
  const fiscalYear = year ? Number(year) : years[0];
  const status = useQuery({
    queryKey: ['province', province, fiscalYear, at],
    queryFn: () => api.province(province, fiscalYear ?? 0, at),
    enabled: fiscalYear !== undefined,
    // The page stays while the slider moves, but not when the province changes.
    placeholderData: (before) =>
      before?.province.code === province && before.fiscalYear === fiscalYear ? before : undefined,
  });
  const isPresent = at === null && !status.isPlaceholderData;
  const steps = useQuery({
    queryKey: ['milestones', fiscalYear, province, status.data?.lastActivityAt],
    queryFn: () => api.milestones(fiscalYear ?? 0, province),
    enabled: fiscalYear !== undefined,
    placeholderData: keepPreviousData,
  });
  useTitle(`${t('menu.province')} ${status.data ? nameOf(status.data.province) : ''} — ${t('app.name')}`);
  const error = status.error ?? campaigns.error;

  if (!status.data) {
    if (error) {
      return (
        <>
          {at !== null && <PastPanel steps={steps} />}
          <FailedPage error={error} onRetry={() => void status.refetch()} />
        </>
      );
    }
    return campaigns.data && fiscalYear === undefined ? (
      <p className="empty">{t('province.no-campaign')}</p>
    ) : (
      <Loading />
    );
  }
  const { data } = status;
  const addressOf = (laoCode: string): string =>
    at === null && me.role === 'province'
      ? reviewAddress(data, laoCode, search)
      : surveyAddress(data.fiscalYear, laoCode, at);
  return (
    <div className="page">
      {error && <Failure error={error} onRetry={() => void status.refetch()} />}
      <div className="page-head">
        <h1>{t('province.title', { name: nameOf(data.province) })}</h1>
        <YearChoice
          year={data.fiscalYear}
          years={years}
          onYear={(chosen) => void navigate(`/provinces/${province}/${chosen}`)}
        />
        <Link className="button" to={`/provinces/${province}/${data.fiscalYear}/difference`}>
          {t('difference.open')}
        </Link>
        <DownloadLink
          href={files.provinceEvidence(data.province.code, data.fiscalYear)}
          label={t('evidence.download')}
        />
      </div>
      <section className="count-panel" aria-label={t('province.progress')}>
        <div>
          <p className="count-first" aria-live="polite">
            {t('province.count', { certified: formatCount(data.certified), total: formatCount(data.total) })}
          </p>
          <progress max={data.total} value={data.certified} aria-label={t('province.progress')} />
          <p className="count-rest">
            {t('province.rest', {
              notCertified: data.notCertified,
              returned: data.returned,
              notStarted: data.notStarted,
            })}
            {` · ${t('review.count', { reviewed: reviewedCount(data), total: data.total })}`}
            {data.lastActivityAt &&
              ` · ${t('province.last-activity', { time: dateTime(data.lastActivityAt) })}`}
          </p>
          {data.certifiedAt && (
            <p className="notice">
              {t('status.province-certified-at', { time: dateTime(data.certifiedAt) })}{' '}
              <DownloadLink
                href={files.provinceReceipt(data.province.code, data.fiscalYear)}
                label={t('receipt.download')}
              />
            </p>
          )}
          {data.revokedAt && (
            <p className="notice notice-bad">
              {t('province.revoked', { time: dateTime(data.revokedAt), reason: data.revokedReason ?? '' })}
            </p>
          )}
        </div>
        {isPresent && me.role === 'province' && <CertifyAll status={data} addressOf={addressOf} />}
        {isPresent && me.role === 'admin' && data.certifiedAt && (
          <button type="button" className="button button-danger" onClick={() => setRevoking(true)}>
            {t('revoke.open')}
          </button>
        )}
      </section>
      <PastPanel steps={steps} />
      <ExportLinks year={data.fiscalYear} province={data.province.code} at={at} />
      <Matrix status={data} addressOf={addressOf} />
      {revoking && <RevokeDialog status={data} onClose={() => setRevoking(false)} />}
    </div>
  );
};
export default ProvincePage;
