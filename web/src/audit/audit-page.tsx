import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, files } from '../api/calls.js';
import { formQuery, questionnaireQuery } from '../api/queries.js';
import { nameOf } from '../i18n/language.js';
import { PastPanel } from '../past/past-panel.js';
import { timeOf } from '../past/steps.js';
import { useMoment } from '../past/use-moment.js';
import { useMe } from '../session/session.js';
import { DownloadLink } from '../ui/download-link.js';
import { Failure, Loading } from '../ui/failure.js';
import { useTitle } from '../hooks/use-title.js';
import { Comparison } from './comparison.js';
import { Moment } from './moment.js';
import { ScopeChoice } from './scope-choice.js';
import { Trail } from './trail.js';
import { VerificationPanel } from './verification.js';
import { useTexts } from './texts.js';

/** The history of one survey, and its state at any event or time. The moment is part of the address. */
const AuditPage = () => {
  const t = useTexts();
  const { role } = useMe();
  const { year = '', lao = '' } = useParams();
  const fiscalYear = Number(year);
  const [at, setAt] = useMoment();
  const [chosen, setChosen] = useState<string>();
  const form = useQuery(formQuery(fiscalYear, lao));
  const questionnaire = useQuery(questionnaireQuery(fiscalYear));
  const steps = useQuery({
    queryKey: ['history', fiscalYear, lao, 'moments'],
    queryFn: () => api.moments(fiscalYear, lao),
  });
  useTitle(`${t('audit.history')} ${form.data ? nameOf(form.data.lao) : ''} ${year}`);
  const scope = { year: fiscalYear, province: form.data?.lao.province.code, lao };

  return (
    <div className="page">
      <h1>{t('audit.title', { name: form.data ? nameOf(form.data.lao) : lao, year })}</h1>
      {role !== 'lao' && <ScopeChoice scope={scope} />}
      <p className="page-actions">
        <Link className="button" to={`/surveys/${year}/${lao}`}>
          {t('list.view')}
        </Link>
        <Link className="button" to={`/audit/${year}/${lao}/difference`}>
          {t('difference.open')}
        </Link>
        {role !== 'lao' && (
          <DownloadLink href={files.evidence(fiscalYear, lao)} label={t('evidence.download')} />
        )}
      </p>
      <PastPanel steps={steps} />
      {at !== null && questionnaire.data && (
        <Moment
          year={fiscalYear}
          lao={lao}
          questionnaire={questionnaire.data}
          at={at}
          time={timeOf(steps.data ?? [], at)}
          takesFocus={at === chosen}
        />
      )}
      {questionnaire.error && (
        <Failure error={questionnaire.error} onRetry={() => void questionnaire.refetch()} />
      )}
      {questionnaire.isPending && <Loading />}
      {questionnaire.data && (
        <Trail
          key={`${year} ${lao}`}
          scope={scope}
          questionnaire={questionnaire.data}
          onShow={(position) => {
            setAt(position);
            setChosen(position);
          }}
        />
      )}
      <VerificationPanel year={fiscalYear} lao={lao} />
      <Comparison />
    </div>
  );
};
export default AuditPage;
