import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { formQuery, questionnaireQuery } from '../api/queries.js';
import { nameOf, useTexts } from '../i18n/language.js';
import { FailedPage, Loading } from '../ui/failure.js';
import { useTitle } from '../hooks/use-title.js';
import { PrintSheet } from './print-sheet.js';
import { useUnsentOf } from './unsent/kept-while-locked.js';
import { listed } from './unsent/unsent-list.js';
import { UnsentOnPaper } from './unsent/unsent-on-paper.js';

/** The whole form for printing. */
const PrintPage = () => {
  const t = useTexts();
  const { year = '', lao = '' } = useParams();
  const fiscalYear = Number(year);
  const unsent = useUnsentOf(fiscalYear, lao);
  const form = useQuery(formQuery(fiscalYear, lao));
  const questionnaire = useQuery(questionnaireQuery(fiscalYear));
  useTitle(`${form.data ? nameOf(form.data.lao) : ''} ${year}`);
  const error = form.error ?? questionnaire.error;
  if (error) return <FailedPage error={error} onRetry={() => void form.refetch()} />;
  if (!form.data || !questionnaire.data) return <Loading />;
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
      <PrintSheet form={form.data} questionnaire={questionnaire.data}>
        <UnsentOnPaper form={form.data} questionnaire={questionnaire.data} rows={listed(unsent.rows)} />
      </PrintSheet>
    </div>
  );
};
export default PrintPage;
