import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { api, files } from '../api/calls.js';
import { formQuery, questionnaireQuery } from '../api/queries.js';
import { useTexts } from '../i18n/language.js';
import { Paging } from '../list/paging.js';
import { useMe } from '../session/session.js';
import { DownloadLink } from '../ui/download-link.js';
import { Failure, Loading } from '../ui/failure.js';
import { useTitle } from '../ui/use-title.js';
import { Feed } from './feed.js';
import { Moment } from './moment.js';
import { TimeForm } from './time-form.js';
import { VerificationPanel } from './verification.js';

/** The history of one survey, and its state at any event or time; the moment lives in the address. */
const AuditPage = () => {
  const t = useTexts();
  const { role } = useMe();
  const { year = '', lao = '' } = useParams();
  const fiscalYear = Number(year);
  const [search, setSearch] = useSearchParams();
  const [page, setPage] = useState(1);
  const history = useQuery({
    queryKey: ['history', fiscalYear, lao, page],
    queryFn: () => api.history(fiscalYear, lao, page),
    placeholderData: keepPreviousData,
  });
  const form = useQuery(formQuery(fiscalYear, lao));
  const questionnaire = useQuery(questionnaireQuery(fiscalYear));
  const revision = search.get('revision');
  const time = search.get('time');
  useTitle(`${t('audit.history')} ${form.data?.lao.name ?? ''} ${year}`);

  return (
    <div className="page">
      <h1>{t('audit.title', { name: form.data?.lao.name ?? lao, year })}</h1>
      <p>
        <Link className="button" to={`/surveys/${year}/${lao}`}>
          {t('list.view')}
        </Link>{' '}
        {role !== 'lao' && (
          <DownloadLink href={files.evidence(fiscalYear, lao)} label={t('evidence.download')} />
        )}
      </p>
      <TimeForm onTime={(iso) => setSearch({ time: iso })} />
      {(revision ?? time) && questionnaire.data && (
        <Moment
          year={fiscalYear}
          lao={lao}
          questionnaire={questionnaire.data}
          moment={revision ? { revision } : { time: time ?? '' }}
          onClose={() => setSearch({})}
        />
      )}
      <VerificationPanel year={fiscalYear} lao={lao} />
      <h2>{t('audit.history')}</h2>
      {history.error && <Failure error={history.error} onRetry={() => void history.refetch()} />}
      {history.isPending && <Loading />}
      {history.data && questionnaire.data && (
        <>
          <Feed
            items={history.data.items}
            questionnaire={questionnaire.data}
            form={form.data}
            onShow={(shown) => {
              setSearch({ revision: shown });
              window.scrollTo({ top: 0 });
            }}
          />
          <Paging page={history.data} onPage={setPage} />
        </>
      )}
    </div>
  );
};
export default AuditPage;
