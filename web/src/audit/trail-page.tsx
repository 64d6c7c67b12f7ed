import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams } from 'react-router';
import { api, files } from '../api/calls.js';
import { campaignsQuery, questionnaireQuery } from '../api/queries.js';
import { nameOf } from '../i18n/language.js';
import { useMe } from '../session/session.js';
import { DownloadLink } from '../ui/download-link.js';
import { Failure, Loading } from '../ui/failure.js';
import { useTitle } from '../hooks/use-title.js';
import { ScopeChoice } from './scope-choice.js';
import { scopePath, type Scope } from './scope.js';
import { Trail } from './trail.js';
import { useTexts } from './texts.js';

/** The trail of a province or of a whole campaign. Without a year, that of the latest campaign. */
const TrailPage = () => {
  const { year, province } = useParams();
  const campaigns = useQuery(campaignsQuery);
  const fixed = useMe().province?.code;
  if (year && (province || !fixed)) return <OfScope scope={{ year: Number(year), province }} />;
  if (campaigns.error) return <Failure error={campaigns.error} onRetry={() => void campaigns.refetch()} />;
  const latest = year ? Number(year) : campaigns.data?.[0]?.fiscalYear;
  return latest === undefined ? (
    <Loading />
  ) : (
    <Navigate to={scopePath({ year: latest, province: fixed })} replace />
  );
};
export default TrailPage;

const OfScope = ({ scope }: { readonly scope: Scope }) => {
  const t = useTexts();
  const { role } = useMe();
  const questionnaire = useQuery(questionnaireQuery(scope.year));
  const provinces = useQuery({
    queryKey: ['provinces'],
    queryFn: api.provinces,
    enabled: scope.province !== undefined,
    staleTime: Infinity,
  });
  const province = provinces.data?.find(({ code }) => code === scope.province);
  const name = province ? nameOf(province) : (scope.province ?? '');
  const title = scope.province
    ? t('audit.title.province', { name, year: scope.year })
    : t('audit.title.campaign', { year: scope.year });
  useTitle(title);
  return (
    <div className="page">
      <h1>{title}</h1>
      <ScopeChoice scope={scope} />
      <p className="page-actions">
        <Link className="button" to={`${scopePath(scope)}/certifications`}>
          {t('times.title')}
        </Link>
        {role !== 'province' && (
          <Link className="button" to="/audit/readings">
            {t('readings.title')}
          </Link>
        )}
        {!scope.province && (
          <>
            <DownloadLink href={files.campaignEvidence(scope.year)} label={t('evidence.download')} />
            <span className="place">{t('evidence.takes-long')}</span>
          </>
        )}
      </p>
      {questionnaire.error && (
        <Failure error={questionnaire.error} onRetry={() => void questionnaire.refetch()} />
      )}
      {questionnaire.isPending && <Loading />}
      {questionnaire.data && (
        <Trail key={scopePath(scope)} scope={scope} questionnaire={questionnaire.data} />
      )}
    </div>
  );
};
