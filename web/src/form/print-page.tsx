import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { formQuery, questionnaireQuery } from '../api/queries.js';
import { dateTime } from '../i18n/dates.js';
import { titleOf, useTexts } from '../i18n/language.js';
import { FailedPage, Loading } from '../ui/failure.js';
import { useNow } from '../hooks/use-now.js';
import { useTitle } from '../hooks/use-title.js';
import { AnswerTable } from '../answers/answer-table.js';
import { KeptWhileLocked } from './unsent/kept-while-locked.js';
import { ReturnedNote, returnedRowsOf, returnFor } from './returns/return-notice.js';

/** The whole form for printing: status, times and all aspects. The print style adds page numbers. */
const PrintPage = () => {
  const t = useTexts();
  const { year = '', lao = '' } = useParams();
  const fiscalYear = Number(year);
  const now = useNow();
  const form = useQuery(formQuery(fiscalYear, lao));
  const questionnaire = useQuery(questionnaireQuery(fiscalYear));
  useTitle(`${form.data?.lao.name ?? ''} ${year}`);
  const error = form.error ?? questionnaire.error;
  if (error) return <FailedPage error={error} onRetry={() => void form.refetch()} />;
  if (!form.data || !questionnaire.data) return <Loading />;
  const survey = form.data;
  // A printed form shows no return that a later certification has answered.
  const returned = returnFor(survey, 'lao');
  const returnedRows = returnedRowsOf(returned);
  return (
    <div className="print-sheet">
      <p className="screen-only print-actions">
        <Link className="button" to={`/surveys/${year}/${lao}`}>
          {t('form.back')}
        </Link>
        <button className="button button-primary" onClick={() => window.print()}>
          {t('print.print')}
        </button>
      </p>
      <h1>{t('app.name')}</h1>
      <p>
        <strong>{survey.lao.name}</strong>{' '}
        {t('form.place', {
          district: survey.lao.district.name,
          province: survey.lao.province.name,
          year: survey.fiscalYear,
        })}
      </p>
      <p>
        {survey.certifiedAt && survey.status === 'certified'
          ? t('status.certified-at', { time: dateTime(survey.certifiedAt) })
          : t(`status.${survey.status}`)}
        {survey.provinceCertifiedAt &&
          ` · ${t('status.province-certified-at', { time: dateTime(survey.provinceCertifiedAt) })}`}
      </p>
      <p>
        {t('print.printed-at', { time: dateTime(new Date(now).toISOString()), revision: survey.revision })}
      </p>
      {returned && (
        <p>
          <strong>{t('form.returned')}</strong> <span className="reason">{returned.reason}</span>
        </p>
      )}
      <KeptWhileLocked form={survey} questionnaire={questionnaire.data} />
      {questionnaire.data.aspects.map((aspect) => (
        <section key={aspect.id}>
          <h2 id={`print-${aspect.id}`}>
            {t('aspect.heading', { number: aspect.number, title: titleOf(aspect) })}
          </h2>
          <AnswerTable
            questionnaire={questionnaire.data}
            aspect={aspect}
            rows={survey.aspects.find(({ id }) => id === aspect.id)?.rows ?? []}
            notes={({ id }) => <ReturnedNote row={returnedRows.get(id)} />}
            labelledBy={`print-${aspect.id}`}
          />
        </section>
      ))}
    </div>
  );
};
export default PrintPage;
