import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { formQuery, questionnaireQuery } from '../api/queries.js';
import { useTexts } from '../i18n/language.js';
import { useMe } from '../session/session.js';
import { Failure, Loading } from '../ui/failure.js';
import { useTitle } from '../ui/use-title.js';
import { Moment } from './moment.js';
import { ScopeChoice } from './scope-choice.js';
import { TimeForm } from './time-form.js';
import { Trail } from './trail.js';

/** The history of one survey, and its state at any event or time; the moment lives in the address. */
const AuditPage = () => {
  const t = useTexts();
  const { role } = useMe();
  const { year = '', lao = '' } = useParams();
  const fiscalYear = Number(year);
  const [search, setSearch] = useSearchParams();
  const form = useQuery(formQuery(fiscalYear, lao));
  const questionnaire = useQuery(questionnaireQuery(fiscalYear));
  const setMoment = (moment: { readonly revision?: string; readonly time?: string }): void =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const name of ['revision', 'time']) next.delete(name);
      for (const [name, value] of Object.entries(moment)) next.set(name, value);
      return next;
    });
  const revision = search.get('revision');
  const time = search.get('time');
  useTitle(`${t('audit.history')} ${form.data?.lao.name ?? ''} ${year}`);

  return (
    <div className="page">
      <h1>{t('audit.title', { name: form.data?.lao.name ?? lao, year })}</h1>
      {role !== 'lao' && (
        <ScopeChoice scope={{ year: fiscalYear, province: form.data?.lao.province.code, lao }} />
      )}
      <p>
        <Link className="button" to={`/surveys/${year}/${lao}`}>
          {t('list.view')}
        </Link>
      </p>
      <TimeForm onTime={(time) => setMoment({ time })} />
      {(revision ?? time) && questionnaire.data && (
        <Moment
          year={fiscalYear}
          lao={lao}
          questionnaire={questionnaire.data}
          moment={revision ? { revision } : { time: time ?? '' }}
          onClose={() => setMoment({})}
        />
      )}
      {questionnaire.error && (
        <Failure error={questionnaire.error} onRetry={() => void questionnaire.refetch()} />
      )}
      {questionnaire.isPending && <Loading />}
      {questionnaire.data && (
        <Trail
          key={`${year} ${lao}`}
          scope={{ year: fiscalYear, province: form.data?.lao.province.code, lao }}
          questionnaire={questionnaire.data}
          onShow={(shown) => {
            setMoment({ revision: shown });
            window.scrollTo({ top: 0 });
          }}
        />
      )}
    </div>
  );
};
export default AuditPage;
